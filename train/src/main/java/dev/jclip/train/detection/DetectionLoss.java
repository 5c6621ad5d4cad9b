package dev.jclip.train.detection;

import dev.jclip.model.owl.CellPredictions;
import dev.jclip.model.owl.OwlImageTower;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.detection.Matching.Match;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What a detector loses: the focal loss of its answers to the queries, of which a matched cell
 * answers those of its object and no other cell answers any, that of its objectness, and how far
 * the boxes of matched cells are from their objects'.
 */
final class DetectionLoss {
  private final LossWeights weights;
  private final FocalLoss focal;
  private final Matching matching;

  DetectionLoss(LossWeights weights) {
    this.weights = weights;
    focal = new FocalLoss(weights.alpha(), weights.gamma());
    matching = new Matching(weights);
  }

  /**
   * The loss of a part, and what it is the weighted sum of.
   *
   * @param total no dimensions, with its gradient
   */
  record Terms(Tensor total, Losses losses) {}

  /**
   * Numbers that are summed over the parts of a batch.
   *
   * @param queries of the answers to the queries
   * @param boxes of the boxes' numbers
   * @param overlap of the boxes' overlaps
   * @param objectness of the objectness, 0 where a detector has none
   */
  record Losses(double queries, double boxes, double overlap, double objectness) {
    Losses plus(Losses other) {
      return new Losses(
          queries + other.queries,
          boxes + other.boxes,
          overlap + other.overlap,
          objectness + other.objectness);
    }
  }

  /**
   * The loss of a part of a batch.
   *
   * @param objects in the whole batch, over which the losses are means; 1 or more
   */
  Terms of(CellPredictions cells, PartTargets targets, int objects) {
    Tensor logits = OwlImageTower.logits(cells, targets.queries()); // [B, N, Q]
    List<Match> matches = matches(logits, cells.boxes(), targets.images());
    Tensor answers = focal.of(logits, answers(logits, targets, matches)).mul(targets.asked());
    var share = new Scalar(1.0 / objects);
    Tensor queries = answers.sum().mul(share);
    Tensor total = queries.mul(new Scalar(weights.queries()));
    Optional<Tensor> objectness =
        cells.objectness().map(found -> focal.of(found, isObject(found, matches)).sum().mul(share));
    if (objectness.isPresent()) {
      total = total.add(objectness.get().mul(new Scalar(weights.queries())));
    }
    if (matches.isEmpty()) {
      return new Terms(total, new Losses(number(queries), 0, 0, number(objectness)));
    }
    Tensor found = found(cells.boxes(), matches); // [M, 4]
    Tensor wanted = wanted(targets.images(), matches); // [M, 4]
    Tensor boxes = BoxLoss.distance(found, wanted).sum().mul(share);
    Tensor overlap = BoxLoss.lack(found, wanted).sum().mul(share);
    return new Terms(
        total
            .add(boxes.mul(new Scalar(weights.boxes())))
            .add(overlap.mul(new Scalar(weights.overlap()))),
        new Losses(number(queries), number(boxes), number(overlap), number(objectness)));
  }

  private List<Match> matches(Tensor logits, Tensor boxes, List<ImageTargets> images) {
    try (TensorScope _ = TensorScope.inference()) {
      return matching.of(logits.detach(), boxes.detach(), images);
    }
  }

  /** 1 where a matched cell answers a query, else 0: [B, N, Q]. */
  private static Tensor answers(Tensor logits, PartTargets targets, List<Match> matches) {
    int cells = Math.toIntExact(logits.size(1));
    int places = targets.places();
    float[] answers = new float[Math.toIntExact(logits.numel())];
    for (Match match : matches) {
      ImageTargets image = targets.images().get(match.image());
      for (int query = 0; query < image.queries().size(); query++) {
        if (image.answers(match.object(), query)) {
          answers[(match.image() * cells + match.cell()) * places + query] = 1;
        }
      }
    }
    return Tensors.of(answers, Tensors.shape(logits));
  }

  /** 1 where a cell is matched, else 0: [B, N]. */
  private static Tensor isObject(Tensor objectness, List<Match> matches) {
    int cells = Math.toIntExact(objectness.size(1));
    float[] isObject = new float[Math.toIntExact(objectness.numel())];
    for (Match match : matches) {
      isObject[match.image() * cells + match.cell()] = 1;
    }
    return Tensors.of(isObject, Tensors.shape(objectness));
  }

  private static Tensor found(Tensor boxes, List<Match> matches) {
    long cells = boxes.size(1);
    long[] rows = matches.stream().mapToLong(m -> m.image() * cells + m.cell()).toArray();
    return boxes.flatten(0, 1).index_select(0, Tensors.of(rows, rows.length));
  }

  private static Tensor wanted(List<ImageTargets> images, List<Match> matches) {
    float[] boxes = new float[4 * matches.size()];
    for (int i = 0; i < matches.size(); i++) {
      Match match = matches.get(i);
      System.arraycopy(images.get(match.image()).box(match.object()), 0, boxes, 4 * i, 4);
    }
    return Tensors.of(boxes, matches.size(), 4);
  }

  private static double number(Optional<Tensor> tensor) {
    return tensor.map(DetectionLoss::number).orElse(0.0);
  }

  private static double number(Tensor tensor) {
    return tensor.item().toDouble();
  }
}
