package dev.jclip.train.optimizer;

import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam with decoupled weight decay (arXiv 1711.05101, algorithm 2), as open_clip sets it up: no
 * decay on gains, biases and the temperature, and gradients shortened to a norm. Owns the moments.
 * For one thread.
 */
public final class AdamW implements AutoCloseable {
  private static final double CLIP_EPSILON = 1e-6;

  private final OptimizerOptions options;
  private final List<Slot> slots;

  /** The parameters that are decayed, and the others. */
  private final Map<Boolean, List<Slot>> groups;

  private final Weights meanGradients = new Weights();
  private final Weights meanSquares = new Weights();
  private long steps;

  /** A parameter and its moments. */
  private record Slot(Tensor parameter, Tensor meanGradient, Tensor meanSquare, boolean decays) {
    boolean hasGradient() {
      return parameter.grad().defined();
    }

    void dropGradient() {
      parameter.mutable_grad().put(new Tensor());
    }
  }

  /**
   * Takes the parameters to change, by name; they keep their owner.
   *
   * @param parameters float tensors that require gradients
   */
  public AdamW(SequencedMap<String, Tensor> parameters, OptimizerOptions options) {
    this.options = options;
    try (TensorScope _ = TensorScope.inference()) {
      slots =
          parameters.entrySet().stream()
              .map(parameter -> slot(parameter.getKey(), parameter.getValue()))
              .toList();
    }
    groups = slots.stream().collect(Collectors.partitioningBy(Slot::decays));
  }

  private Slot slot(String name, Tensor parameter) {
    Tensor meanGradient = torch.zeros_like(parameter);
    Tensor meanSquare = torch.zeros_like(parameter);
    meanGradients.add(name, meanGradient);
    meanSquares.add(name, meanSquare);
    boolean decays = ParameterGroups.decays(name, parameter.dim());
    return new Slot(parameter, meanGradient, meanSquare, decays);
  }

  /** The mean gradients by parameter. */
  public Weights meanGradients() {
    return meanGradients;
  }

  /** The mean squared gradients by parameter. */
  public Weights meanSquares() {
    return meanSquares;
  }

  /** How many steps were taken. */
  public long steps() {
    return steps;
  }

  /** Goes on as if so many steps had been taken; the moments are filled by the caller. */
  public void resumeAt(long stepsTaken) {
    steps = stepsTaken;
  }

  /** The norm of all gradients together, before they are shortened. */
  public double gradientNorm() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor[] norms =
          slots.stream()
              .filter(Slot::hasGradient)
              .map(slot -> slot.parameter().grad().norm())
              .toArray(Tensor[]::new);
      return norms.length == 0 ? 0 : torch.stack(new TensorVector(norms)).norm().item().toDouble();
    }
  }

  /**
   * Changes the parameters by their gradients, and drops the gradients. A parameter without one
   * stays as it is.
   *
   * @param gradientNorm what {@link #gradientNorm} gave
   */
  public void step(double learningRate, double gradientNorm) {
    steps++;
    double divisor =
        options.gradClipNorm().isPresent()
            ? Math.max(1, (gradientNorm + CLIP_EPSILON) / options.gradClipNorm().getAsDouble())
            : 1;
    try (TensorScope _ = TensorScope.inference()) {
      groups.forEach(
          (decays, group) ->
              step(group, learningRate, decays ? options.weightDecay() : 0, divisor));
      slots.forEach(Slot::dropGradient);
    }
  }

  private void step(List<Slot> all, double learningRate, double weightDecay, double divisor) {
    List<Slot> group = all.stream().filter(Slot::hasGradient).toList();
    var settings =
        new FusedAdamW.Settings(
            learningRate,
            options.beta1(),
            options.beta2(),
            weightDecay,
            options.epsilon(),
            steps,
            divisor);
    FusedAdamW.step(
        settings,
        group.stream().map(Slot::parameter).toList(),
        group.stream().map(slot -> slot.parameter().grad()).toList(),
        group.stream().map(Slot::meanGradient).toList(),
        group.stream().map(Slot::meanSquare).toList());
  }

  @Override
  public void close() {
    meanGradients.close();
    meanSquares.close();
  }
}
