package dev.jclip;

import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.config.DType;
import dev.jclip.config.TowerPrecision;
import dev.jclip.detect.Mask;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.RgbImage;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.clipseg.ClipSegFamily;
import dev.jclip.model.inference.MaskEncoder;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Says for each place of an image whether it belongs to what words name or another image shows:
 * CLIPSeg (arXiv 2112.10003).
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.load("CIDAS/clipseg-rd64-refined")) {
 *   RgbImage image = segmenter.decode(Path.of("desk.jpg"));
 *   Mask mug = segmenter.masks(image, List.of("a red mug")).getFirst();
 *   System.out.println(mug.at(120.5, 80.5) + " " + mug.box(0.5));
 * }
 * }</pre>
 *
 * <p>Safe for many threads at once. Words that were asked before are remembered. {@link #close}
 * waits for running calls; calls after it throw {@link IllegalStateException}.
 */
public final class Segmenter implements AutoCloseable {
  private static final ClipSegFamily FAMILY = new ClipSegFamily();

  private final MaskEncoder model;
  private final ImagePreprocessor preprocessor;
  private final ImageDecoder decoder;
  private final WordQueries words;

  Segmenter(
      MaskEncoder model,
      PreprocessConfig preprocessing,
      Supplier<Tokenizer> tokenizer,
      ClipLoader options) {
    this.model = model;
    this.preprocessor = new ImagePreprocessor(preprocessing);
    this.decoder = options.decoder();
    words =
        new WordQueries(
            tokenizer,
            model.config().towers().text().contextLength(),
            options.truncationListener(),
            model::encodeTexts);
  }

  /**
   * Loads a segmenter, as {@link ClipLoader#loadSegmenter} does it without further options.
   *
   * @param model a folder, a file, or a name on the hub, such as {@code CIDAS/clipseg-rd64-refined}
   * @throws dev.jclip.error.ClipException if there is no such model or it cannot be loaded
   */
  public static Segmenter load(String model) {
    return Clip.loader().loadSegmenter(model);
  }

  /** Loads a segmenter from a folder or a file. */
  public static Segmenter load(Path model) {
    return Clip.loader().loadSegmenter(model);
  }

  /** How images are prepared. */
  public PreprocessConfig preprocessing() {
    return preprocessor.config();
  }

  /** What the products of a tower are taken in; where that must be measured, this takes a while. */
  public TowerPrecision precision(TowerPart part) {
    Objects.requireNonNull(part, "part");
    return model.precision(part);
  }

  /** Decodes an image as this segmenter was told to. */
  public RgbImage decode(Path file) {
    Objects.requireNonNull(file, "file");
    return decoder.decode(file);
  }

  /**
   * Makes the masks of what words name.
   *
   * @return a mask for each query, in their order
   * @throws IllegalArgumentException if a query is empty
   */
  public List<Mask> masks(RgbImage image, List<String> queries) {
    Objects.requireNonNull(image, "image");
    return masks(image, queries, words.vectors(queries));
  }

  /** Makes the mask of what an example image shows; it has the label {@code example}. */
  public Mask maskLike(RgbImage image, RgbImage example) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(example, "example");
    float[] prompt = model.encodeExample(preprocessor.preprocess(example));
    return masks(image, List.of("example"), List.of(prompt)).getFirst();
  }

  private List<Mask> masks(RgbImage image, List<String> labels, List<float[]> prompts) {
    if (prompts.isEmpty()) {
      return List.of();
    }
    List<float[]> logits = model.masks(preprocessor.preprocess(image), prompts);
    int side = (int) Math.round(Math.sqrt(logits.getFirst().length));
    return IntStream.range(0, labels.size())
        .mapToObj(
            i ->
                new Mask(
                    i,
                    labels.get(i),
                    image.width(),
                    image.height(),
                    side,
                    side,
                    probabilities(logits.get(i))))
        .toList();
  }

  private static float[] probabilities(float[] logits) {
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return probabilities;
  }

  /**
   * Writes the model as a folder that transformers loads and computes the same numbers from. The
   * vocabulary is not written; copy it beside the weights.
   *
   * @param precision how the weights are stored: {@code F32}, {@code F16} or {@code BF16}
   * @throws dev.jclip.error.CheckpointException when a file cannot be written
   */
  public void save(Path folder, DType precision) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(precision, "precision");
    model.readWeights(
        weights ->
            FamilyCheckpoint.writeTransformers(
                folder,
                weights,
                FAMILY.form(model.config()),
                preprocessing(),
                ClipSegFamily.IMAGE_PROCESSOR,
                precision));
  }

  @Override
  public void close() {
    model.close();
  }
}
