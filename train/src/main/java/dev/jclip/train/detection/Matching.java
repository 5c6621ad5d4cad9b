package dev.jclip.train.detection;

import dev.jclip.detect.Assignment;
import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Which cell of its image stands for which object: the cheapest way to give each object a cell of
 * its own (arXiv 2005.12872, section 3.1).
 */
final class Matching {
  private final LossWeights weights;
  private final FocalLoss focal;

  Matching(LossWeights weights) {
    this.weights = weights;
    focal = new FocalLoss(weights.alpha(), weights.gamma());
  }

  /** An object of an image and its cell. */
  record Match(int image, int object, int cell) {}

  /**
   * Matches the objects of a part.
   *
   * @param logits [B, N, Q], of which no gradient is recorded
   * @param boxes [B, N, 4]
   */
  List<Match> of(Tensor logits, Tensor boxes, List<ImageTargets> images) {
    Tensor gains = focal.ofYes(logits).sub(focal.ofNo(logits));
    var matches = new ArrayList<Match>();
    for (int image = 0; image < images.size(); image++) {
      ImageTargets targets = images.get(image);
      if (targets.objects().isEmpty()) {
        continue;
      }
      int[] cells =
          Assignment.cheapest(costs(targets, gains.select(0, image), boxes.select(0, image)));
      for (int object = 0; object < cells.length; object++) {
        if (cells[object] >= 0) {
          matches.add(new Match(image, object, cells[object]));
        }
      }
    }
    return matches;
  }

  /** Of each object in each cell. */
  private double[][] costs(ImageTargets targets, Tensor gains, Tensor boxes) {
    int objects = targets.objects().size();
    float[] wanted = new float[4 * objects];
    for (int object = 0; object < objects; object++) {
      System.arraycopy(targets.box(object), 0, wanted, 4 * object, 4);
    }
    Tensor others = Tensors.of(wanted, objects, 1, 4); // [M, 1, 4], each beside all cells
    float[][] distances = Tensors.rows(BoxLoss.distance(boxes, others));
    float[][] lacks = Tensors.rows(BoxLoss.lack(boxes, others));
    float[][] answers = Tensors.rows(gains);
    double[][] costs = new double[objects][answers.length];
    for (int object = 0; object < objects; object++) {
      for (int cell = 0; cell < answers.length; cell++) {
        costs[object][cell] =
            weights.queries() * mean(targets, object, answers[cell])
                + weights.boxes() * distances[object][cell]
                + weights.overlap() * lacks[object][cell];
      }
    }
    return costs;
  }

  /** Over the queries that the object answers. */
  private static double mean(ImageTargets targets, int object, float[] answers) {
    double sum = 0;
    int count = 0;
    for (int query = 0; query < targets.queries().size(); query++) {
      if (targets.answers(object, query)) {
        sum += answers[query];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
