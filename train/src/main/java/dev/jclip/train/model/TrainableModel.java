package dev.jclip.train.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.NormStatistics;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model whose weights change. Owns them, float32 with their gradients. For one thread.
 *
 * <p>Within a step, each thread computes with one of {@link #replicas}.
 */
public final class TrainableModel implements AutoCloseable {
  private static final double MAX_LOGIT_SCALE = Math.log(100);

  private final ClipConfig config;
  private final Weights weights;
  private final TowerLock lock;
  private final SequencedMap<String, Tensor> trained = new LinkedHashMap<>();

  /** Takes over the weights of an architecture. */
  public TrainableModel(ClipConfig config, Weights weights, TowerLock lock) {
    this.config = config;
    this.weights = weights;
    this.lock = lock;
    Predicate<String> frozen = lock.frozen(config);
    for (ParameterSpec spec : ClipModel.parameterSpecs(config)) {
      if (spec.learned() && !frozen.test(spec.name())) {
        Tensor tensor = weights.parameter(spec.name(), spec.dimensions());
        tensor.set_requires_grad(true);
        trained.put(spec.name(), tensor);
      }
    }
  }

  /** The architecture. */
  public ClipConfig config() {
    return config;
  }

  /** All tensors, running statistics included. */
  public Weights weights() {
    return weights;
  }

  /** The tensors that gradients change, by name. */
  public SequencedMap<String, Tensor> trained() {
    return trained;
  }

  /**
   * The same weights, once for each thread that computes gradients; whoever takes them closes them.
   * Running statistics are moved by what the first one sees, as in PyTorch's
   * DistributedDataParallel.
   */
  public List<GradientReplica> replicas(int count) {
    var replicas = new ArrayList<GradientReplica>();
    replicas.add(new GradientReplica(this, buffer -> buffer));
    while (replicas.size() < count) {
      replicas.add(new GradientReplica(this, Tensor::clone));
    }
    return replicas;
  }

  NormStatistics statistics(String name) {
    boolean stays = lock.freezeStatistics() && lock.frozen(config).test(name);
    return stays ? NormStatistics.RUNNING : NormStatistics.BATCH;
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
    return weights.parameter("logit_scale");
  }

  /** No dimensions; none where the architecture has none. */
  public Optional<Tensor> logitBiasTensor() {
    return config.logitBias() ? Optional.of(weights.parameter("logit_bias")) : Optional.empty();
  }

  /**
   * Whether a picture's features depend on the other pictures they are computed with, as batch
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
