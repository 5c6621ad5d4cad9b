package dev.jclip.train.loss;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * The loss of a batch of features and its gradients, computed a bounded number of logits at a time,
 * so that memory grows with N and not with its square. Whatever the bound, the gradients are those
 * of the whole matrix. Immutable.
 *
 * @param loss what is computed
 * @param maxLogits how many logits exist at a time, at least one row's
 */
public record BatchLoss(ContrastiveLoss loss, long maxLogits) {
  /** 64 MB of float32. */
  public static final long DEFAULT_MAX_LOGITS = 16L << 20;

  private static final double SMALLEST_NORM = 1e-12;

  /** Checks the bound. */
  public BatchLoss {
    if (maxLogits < 1) {
      throw new IllegalArgumentException("maxLogits: expected 1 or more, found " + maxLogits);
    }
  }

  /**
   * What a batch lost.
   *
   * @param loss the value
   * @param imageGradient [N, E], the gradient with respect to the image features
   * @param textGradient [N+M, E], the gradient with respect to the text features
   * @param statistics of the features
   */
  public record Outcome(
      double loss, Tensor imageGradient, Tensor textGradient, FeatureStatistics statistics) {}

  /**
   * Computes the loss and its gradients. Those with respect to the logit scale and bias are added
   * to the {@code grad} of the tensors given.
   *
   * @param images [N, E] features, not normalised
   * @param texts [N+M, E] features, not normalised; the last M belong to no image
   * @param logitScale the natural logarithm of the scale
   * @param textWeights [N+M], as how many captions each text counts where the loss weighs them
   */
  public Outcome of(
      Tensor images,
      Tensor texts,
      Tensor logitScale,
      Optional<Tensor> logitBias,
      float[] textWeights) {
    Tensor imageLeaf = leaf(images);
    Tensor textLeaf = leaf(texts);
    Tensor imageEmbeddings = normalized(imageLeaf);
    Tensor textEmbeddings = normalized(textLeaf);
    Tensor imagePoint = leaf(imageEmbeddings);
    Tensor textPoint = leaf(textEmbeddings);
    Tensor weights = Tensors.of(textWeights, textWeights.length).type_as(images);
    long size = images.size(0);
    long rows = Math.clamp(maxLogits / texts.size(0), 1, size);
    double value = 0;
    for (long from = 0; from < size; from += rows) {
      long first = from;
      value +=
          rows(
              () -> new Pairs(imagePoint, textPoint, logitScale.exp(), logitBias, weights),
              first,
              Math.min(rows, size - first));
    }
    propagate(imageEmbeddings, imagePoint.grad());
    propagate(textEmbeddings, textPoint.grad());
    return new Outcome(
        value,
        imageLeaf.grad(),
        textLeaf.grad(),
        statistics(imagePoint, textPoint.narrow(0, 0, size)));
  }

  private double rows(Supplier<Pairs> pairs, long from, long count) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor part = loss.rows(pairs.get(), from, count);
      part.backward();
      return part.item().toDouble();
    }
  }

  private static Tensor leaf(Tensor tensor) {
    Tensor leaf = tensor.detach();
    leaf.set_requires_grad(true);
    return leaf;
  }

  private static Tensor normalized(Tensor features) {
    Tensor norms = features.norm(new ScalarOptional(new Scalar(2.0)), new long[] {1}, true);
    return features.div(norms.clamp_min(new Scalar(SMALLEST_NORM)));
  }

  private static void propagate(Tensor output, Tensor gradient) {
    output.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
  }

  private static FeatureStatistics statistics(Tensor images, Tensor texts) {
    try (TensorScope _ = TensorScope.inference()) {
      long size = images.size(0);
      double pairs = number(images.mul(texts).sum());
      double all = number(images.sum(0).mul(texts.sum(0)).sum());
      double negatives = size == 1 ? Double.NaN : (all - pairs) / (size * (size - 1.0));
      return new FeatureStatistics(pairs / size, negatives, spread(images), spread(texts));
    }
  }

  private static double spread(Tensor embeddings) {
    return 1 - number(embeddings.mean(0).norm());
  }

  private static double number(Tensor tensor) {
    return Tensors.floats(tensor)[0];
  }
}
