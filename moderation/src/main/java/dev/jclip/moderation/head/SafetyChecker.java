package dev.jclip.moderation.head;

import dev.jclip.error.CheckpointException;
import dev.jclip.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The concepts of Stable Diffusion's safety checker. A concept's score is its cosine less its
 * threshold, rounded to three decimals; an image with a positive score is flagged. Once one of the
 * special concepts is positive, all later scores gain 0.01, those of later special concepts too, as
 * the published checker has it. The concepts have no names.
 */
public final class SafetyChecker implements Head {
  private static final float ADJUSTMENT = 0.01f;

  /** Half of the last decimal: a score of exactly 0 is not positive. */
  private static final double TIE = 0.0005;

  private static final double SLOPE = 50;

  private final Vectors concepts;
  private final Vectors special;

  private SafetyChecker(Vectors concepts, Vectors special) {
    this.concepts = concepts;
    this.special = special;
  }

  /**
   * What the checker says of an image.
   *
   * @param special scores of the concepts that need special care
   * @param concepts scores of the others
   */
  public record Scores(List<Float> special, List<Float> concepts) {
    /** Copies the lists. */
    public Scores {
      special = List.copyOf(special);
      concepts = List.copyOf(concepts);
    }

    /** Whether the image is flagged: a concept without special care is positive. */
    public boolean flagged() {
      return concepts.stream().anyMatch(score -> score > 0);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Vectors(float[][] unit, float[] thresholds) {
    static Vectors read(StateDict state, String name) {
      long[] shape = state.get(name).shape();
      float[] thresholds = state.get(name + "_weights").floats();
      if (shape.length != 2 || thresholds.length != shape[0] || shape[0] == 0) {
        throw new CheckpointException(
            "%s: expected %s [concepts, width], one or more, and a threshold for each, found %s and %d"
                .formatted(state.files().getFirst(), name, state.get(name), thresholds.length));
      }
      float[] values = state.get(name).floats();
      int width = Math.toIntExact(shape[1]);
      float[][] unit = new float[thresholds.length][width];
      for (int i = 0; i < unit.length; i++) {
        double squares = 0;
        for (int j = 0; j < width; j++) {
          squares += (double) values[i * width + j] * values[i * width + j];
        }
        for (int j = 0; j < width; j++) {
          unit[i][j] = (float) (values[i * width + j] / Math.sqrt(squares));
        }
      }
      return new Vectors(unit, thresholds);
    }

    int width() {
      return unit[0].length;
    }

    /** The rounded scores, the first of which gain an adjustment. */
    List<Float> scores(float[] embedding, float adjustment, boolean growing) {
      var scores = new ArrayList<Float>();
      float added = adjustment;
      for (int i = 0; i < unit.length; i++) {
        double cosine = 0;
        for (int j = 0; j < embedding.length; j++) {
          cosine += (double) unit[i][j] * embedding[j];
        }
        float score = (float) Math.rint(1000 * (cosine - thresholds[i] + added)) / 1000;
        scores.add(score);
        if (growing && score > 0) {
          added = ADJUSTMENT;
        }
      }
      return scores;
    }
  }

  /**
   * Reads the concepts of a checkpoint; its image tower is not read, since it is CLIP's ViT-L/14.
   *
   * @throws CheckpointException if the file has no concepts
   */
  public static SafetyChecker read(Path file) {
    try (StateDict state = StateDict.open(file)) {
      var concepts = Vectors.read(state, "concept_embeds");
      var special = Vectors.read(state, "special_care_embeds");
      if (special.width() != concepts.width()) {
        throw new CheckpointException(
            "%s: expected special_care_embeds of %d values, as concept_embeds has them, found %d"
                .formatted(file, concepts.width(), special.width()));
      }
      return new SafetyChecker(concepts, special);
    }
  }

  @Override
  public int embedDim() {
    return concepts.width();
  }

  /** The scores of an image embedding of norm 1. */
  public Scores scores(float[] embedding) {
    List<Float> first = special.scores(embedding, 0, true);
    boolean care = first.stream().anyMatch(score -> score > 0);
    return new Scores(first, concepts.scores(embedding, care ? ADJUSTMENT : 0, false));
  }

  /** Above one half exactly if the image is flagged, and the greater the higher its best score. */
  @Override
  public double probability(float[] embedding) {
    double highest =
        scores(embedding).concepts().stream().mapToDouble(Float::doubleValue).max().orElse(-1);
    return 1 / (1 + Math.exp(-SLOPE * (highest - TIE)));
  }
}
