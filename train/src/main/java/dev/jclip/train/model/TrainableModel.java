package dev.jclip.train.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * A CLIP model whose weights change, with the scale of its similarities. Owns the weights, float32
 * with their gradients. For one thread.
 */
public final class TrainableModel implements AutoCloseable {
  private static final double MAX_LOGIT_SCALE = Math.log(100);

  /** Norms, the table of token embeddings and the temperature, which stay float32. */
  private static final Pattern UNROUNDED =
      Pattern.compile(
          ".*\\bln_\\w+\\..*|.*\\bbn\\d\\..*|.*\\bdownsample\\.1\\..*|token_embedding\\..*|logit_.*");

  private final ClipConfig config;
  private final TrainableWeights weights;

  /** Takes over the weights of an architecture. */
  public TrainableModel(ClipConfig config, Weights weights, TowerLock lock) {
    this.config = config;
    this.weights =
        new TrainableWeights(weights, ClipModel.parameterSpecs(config), roles(config, lock));
  }

  private static TensorRoles roles(ClipConfig config, TowerLock lock) {
    Predicate<String> frozen = lock.frozen(config);
    return new TensorRoles(
        frozen,
        name -> UNROUNDED.matcher(name).matches(),
        lock.freezeStatistics() ? frozen : _ -> false);
  }

  /** The architecture. */
  public ClipConfig config() {
    return config;
  }

  /** All tensors, and which of them are trained. */
  public TrainableWeights trainable() {
    return weights;
  }

  /** All tensors, running statistics included. */
  public Weights weights() {
    return weights.all();
  }

  /** The tensors that gradients change, by name. */
  public SequencedMap<String, Tensor> trained() {
    return weights.trained();
  }

  /** The natural logarithm of what similarities are multiplied with. */
  public double logitScale() {
    try (TensorScope _ = TensorScope.inference()) {
      return logitScaleTensor().item().toDouble();
    }
  }

  /**
   * Keeps the logit scale between 1 and 100, as CLIP does after each step (arXiv 2103.00020,
   * section 2.5).
   */
  public void clampLogitScale() {
    try (TensorScope _ = TensorScope.inference()) {
      logitScaleTensor()
          .clamp_(
              new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(MAX_LOGIT_SCALE)));
    }
  }

  /** No dimensions; what losses take. */
  public Tensor logitScaleTensor() {
    return weights.all().parameter("logit_scale");
  }

  /** No dimensions; none where the architecture has none. */
  public Optional<Tensor> logitBiasTensor() {
    return config.logitBias()
        ? Optional.of(weights.all().parameter("logit_bias"))
        : Optional.empty();
  }

  /**
   * Whether an image's features depend on the other images they are computed with, as batch
   * normalisation makes them.
   */
  public boolean mixesPictures() {
    return config.vision() instanceof ResNetConfig;
  }

  @Override
  public void close() {
    weights.close();
  }
}
