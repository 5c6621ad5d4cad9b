package dev.jclip.model.inference;

import dev.jclip.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A number that says how near an image is to some embeddings: {@code sum_k w_k m(f / |f|, t_k)},
 * where f are the image's features, t_k the target embeddings at length 1, w_k their weights and m
 * the measure.
 *
 * @param measure how an embedding is compared with a target
 * @param targets what the image is compared with, at least one; all of one length
 */
public record PixelObjective(Measure measure, List<Target> targets) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException when there is no target, or when two have different lengths
   */
  public PixelObjective {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("targets: expected at least one, found none");
    }
    int length = targets.getFirst().embedding().length;
    for (Target target : targets) {
      if (target.embedding().length != length) {
        throw new IllegalArgumentException(
            "targets: expected embeddings of one length, found %d and %d"
                .formatted(length, target.embedding().length));
      }
    }
  }

  /** The cosine of an image's embedding with another embedding. */
  public static PixelObjective cosine(float[] embedding) {
    return new PixelObjective(new Cosine(), List.of(new Target(embedding, 1)));
  }

  /** How an image's embedding u is compared with a target t, both of length 1. */
  public sealed interface Measure {}

  /** The cosine {@code u t}, -1 to 1; it grows as the image comes nearer. */
  public record Cosine() implements Measure {}

  /**
   * The model's logit {@code exp(scale) u t + bias}; it grows as the image comes nearer.
   *
   * @param scale the natural logarithm of the factor, as {@code Clip.logitScale} gives it
   * @param bias what is added, as {@code Clip.logitBias} gives it
   */
  public record Logit(double scale, double bias) implements Measure {}

  /**
   * Half the square of the angle between both in radians, 0 to {@code pi^2 / 2}: {@code 2 asin(|u -
   * t| / 2)^2}, the loss of Katherine Crowson's CLIP guided diffusion. It falls as the image comes
   * nearer, and its gradient is finite everywhere.
   */
  public record SphericalDistance() implements Measure {}

  /**
   * What an image is compared with. The array is not copied.
   *
   * @param embedding an embedding of the model's space, of any positive norm
   * @param weight what the comparison is multiplied with; a negative one drives the image away
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Target(float[] embedding, double weight) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when the embedding has no positive, finite norm, or the
     *     weight is not finite
     */
    public Target {
      double norm = norm(embedding);
      if (!(norm > 0) || !Double.isFinite(norm)) {
        throw new IllegalArgumentException(
            "embedding: expected a vector of positive, finite norm, found the norm " + norm);
      }
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException("weight: expected a finite number, found " + weight);
      }
    }

    private static double norm(float[] vector) {
      double sum = 0;
      for (float value : vector) {
        sum += (double) value * value;
      }
      return Math.sqrt(sum);
    }

    private void copyUnit(float[] into, int at) {
      double norm = norm(embedding);
      for (int i = 0; i < embedding.length; i++) {
        into[at + i] = (float) (embedding[i] / norm);
      }
    }
  }

  /** Throws unless the targets have the length of the model's embeddings. */
  void requireLength(int embedDim) {
    int length = targets.getFirst().embedding().length;
    if (length != embedDim) {
      throw new IllegalArgumentException(
          "targets: expected embeddings of length %d, found %d; are they another model's?"
              .formatted(embedDim, length));
    }
  }

  /**
   * The number of each image.
   *
   * @param features [B, E], not normalised
   * @return [B]
   */
  Tensor values(Tensor features) {
    Tensor norm = torch.clamp_min(norm(features), new Scalar(1e-12)); // [B, 1]
    Tensor embeddings = features.div(norm); // [B, E]
    Tensor measured = measure(embeddings, units().to(features.device(), features.scalar_type()));
    return measured.matmul(weights().to(features.device(), features.scalar_type())); // [B]
  }

  /**
   * Compares each with each.
   *
   * @param embeddings [B, E]
   * @param units [K, E]
   * @return [B, K]
   */
  private Tensor measure(Tensor embeddings, Tensor units) {
    return switch (measure) {
      case Cosine() -> embeddings.matmul(units.t());
      case Logit(double scale, double bias) ->
          embeddings.matmul(units.t()).mul(new Scalar(Math.exp(scale))).add(new Scalar(bias));
      case SphericalDistance() -> halfSquaredAngles(embeddings.unsqueeze(1), units.unsqueeze(0));
    };
  }

  /** By both diagonals of the rhombus that two unit vectors span: exact for all angles. */
  private static Tensor halfSquaredAngles(Tensor embeddings, Tensor units) {
    Tensor angle =
        torch
            .atan2(norm(embeddings.sub(units)), norm(embeddings.add(units)))
            .squeeze(2)
            .mul(new Scalar(2)); // [B, K]
    return angle.mul(angle).div(new Scalar(2));
  }

  /** Norms along the last dimension, which stays with size 1. */
  private static Tensor norm(Tensor vectors) {
    return torch.linalg_vector_norm(
        vectors, new Scalar(2), new long[] {-1}, true, new ScalarTypeOptional());
  }

  private Tensor units() {
    int length = targets.getFirst().embedding().length;
    float[] units = new float[Math.multiplyExact(targets.size(), length)];
    for (int k = 0; k < targets.size(); k++) {
      targets.get(k).copyUnit(units, k * length);
    }
    return Tensors.of(units, targets.size(), length); // [K, E]
  }

  private Tensor weights() {
    float[] weights = new float[targets.size()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) targets.get(k).weight();
    }
    return Tensors.of(weights, weights.length); // [K]
  }
}
