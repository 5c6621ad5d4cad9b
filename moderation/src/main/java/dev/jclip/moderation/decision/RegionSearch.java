package dev.jclip.moderation.decision;

import dev.jclip.image.RgbImage;
import dev.jclip.moderation.score.CategoryScorer;
import dev.jclip.moderation.score.PolicyScorer;
import dev.jclip.moderation.view.Box;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;

/**
 * Looks for the box that lies closest around what caused a decision: from a tile on, boxes that are
 * moved, smaller or larger are compared, and the best is taken as long as one is better. For one
 * thread.
 */
final class RegionSearch {
  private static final int ROUNDS = 6;
  private static final int MIN_SIDE = 8;
  private static final double[] SIZES = {0.6, 0.8, 1, 1.25};
  private static final double[] MOVES = {-0.25, 0, 0.25};

  private final PolicyScorer scorer;
  private final Function<List<Box>, List<float[]>> encoder;

  /**
   * Prepares searches in one image.
   *
   * @param encoder embeds parts of the image
   */
  RegionSearch(PolicyScorer scorer, Function<List<Box>, List<float[]>> encoder) {
    this.scorer = scorer;
    this.encoder = encoder;
  }

  /** The best box near a tile. */
  Box around(RgbImage image, String category, Box tile) {
    CategoryScorer judge =
        scorer.categories().stream()
            .filter(found -> found.category().name().equals(category))
            .findFirst()
            .orElseThrow();
    Box best = tile;
    double highest = excess(judge, List.of(tile)).getFirst();
    for (int round = 0; round < ROUNDS; round++) {
      List<Box> candidates = candidates(best, image);
      List<Double> excesses = excess(judge, candidates);
      Box before = best;
      for (int i = 0; i < candidates.size(); i++) {
        if (excesses.get(i) > highest) {
          highest = excesses.get(i);
          best = candidates.get(i);
        }
      }
      if (best.equals(before)) {
        break;
      }
    }
    return best;
  }

  private List<Double> excess(CategoryScorer judge, List<Box> boxes) {
    List<float[]> vectors = encoder.apply(boxes);
    var excesses = new ArrayList<Double>();
    for (int i = 0; i < boxes.size(); i++) {
      excesses.add(judge.evidence(scorer.view(boxes.get(i), vectors.get(i))));
    }
    return excesses;
  }

  private static List<Box> candidates(Box box, RgbImage image) {
    var candidates = new LinkedHashSet<Box>();
    for (double size : SIZES) {
      int side = (int) Math.round(box.width() * size);
      side = Math.max(MIN_SIDE, Math.min(side, Math.min(image.width(), image.height())));
      for (double moveX : MOVES) {
        for (double moveY : MOVES) {
          int x = (int) Math.round(box.x() + box.width() / 2.0 - side / 2.0 + moveX * box.width());
          int y =
              (int) Math.round(box.y() + box.height() / 2.0 - side / 2.0 + moveY * box.height());
          candidates.add(
              new Box(
                  Math.max(0, Math.min(x, image.width() - side)),
                  Math.max(0, Math.min(y, image.height() - side)),
                  side,
                  side));
        }
      }
    }
    candidates.remove(box);
    return List.copyOf(candidates);
  }
}
