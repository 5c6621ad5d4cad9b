package dev.jclip.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.TinyModels;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class AdamWTest {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.98;
  private static final double EPSILON = 1e-6;
  private static final double DECAY = 0.2;
  private static final double RATE = 0.01;

  /** The algorithm as the paper writes it, for one number. */
  private static final class Reference {
    private double value;
    private double mean;
    private double square;
    private int step;

    Reference(double value) {
      this.value = value;
    }

    void step(double gradient, double decay) {
      step++;
      value -= RATE * decay * value;
      mean = BETA1 * mean + (1 - BETA1) * gradient;
      square = BETA2 * square + (1 - BETA2) * gradient * gradient;
      double unbiasedMean = mean / (1 - Math.pow(BETA1, step));
      double unbiasedSquare = square / (1 - Math.pow(BETA2, step));
      value -= RATE * unbiasedMean / (Math.sqrt(unbiasedSquare) + EPSILON);
    }
  }

  private static OptimizerOptions options(OptionalDouble clip) {
    return new OptimizerOptions(BETA1, BETA2, EPSILON, DECAY, clip);
  }

  private static Tensor leaf(float value, long... shape) {
    Tensor tensor = Tensors.of(new float[] {value}, shape);
    tensor.set_requires_grad(true);
    return tensor;
  }

  private static void gradient(Tensor tensor, double value) {
    tensor.mul(new Scalar(value)).sum().backward();
  }

  @Test
  void followsThePaperWithDecayOfMatricesOnlyAndGradientsShortened() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor matrix = leaf(0.5f, 1, 1);
      Tensor bias = leaf(-0.3f, 1);
      var parameters = new LinkedHashMap<String, Tensor>();
      parameters.put("mlp.c_fc.weight", matrix);
      parameters.put("mlp.c_fc.bias", bias);
      var first = new Reference(0.5);
      var second = new Reference(-0.3f);
      try (var adamW = new AdamW(parameters, options(OptionalDouble.of(1)))) {
        for (int step = 0; step < 20; step++) {
          double a = 3 * Math.sin(step);
          double b = 4 * Math.cos(step);
          gradient(matrix, a);
          gradient(bias, b);
          double norm = adamW.gradientNorm();
          assertThat(norm).isCloseTo(Math.hypot(a, b), within(1e-5));
          adamW.step(RATE, norm);
          double shortening = Math.min(1, 1 / (Math.hypot(a, b) + 1e-6));
          first.step(a * shortening, DECAY);
          second.step(b * shortening, 0);
          assertThat(Tensors.floats(matrix)[0]).isCloseTo((float) first.value, within(1e-6f));
          assertThat(Tensors.floats(bias)[0]).isCloseTo((float) second.value, within(1e-6f));
          assertThat(matrix.grad().defined()).isFalse();
        }
        assertThat(adamW.steps()).isEqualTo(20);
      }
    }
  }

  @Test
  void aParameterWithoutGradientStays() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor used = leaf(1, 1, 1);
      Tensor unused = leaf(1, 1, 1);
      var parameters = new LinkedHashMap<String, Tensor>();
      parameters.put("used", used);
      parameters.put("unused", unused);
      try (var adamW = new AdamW(parameters, options(OptionalDouble.empty()))) {
        gradient(used, 1);
        adamW.step(RATE, adamW.gradientNorm());
        assertThat(Tensors.floats(used)[0]).isLessThan(1);
        assertThat(Tensors.floats(unused)).containsExactly(1);
        assertThat(adamW.gradientNorm()).isZero();
      }
    }
  }

  @Test
  void decaysWhatOpenClipDecays() {
    assertThat(ParameterGroups.decays("positional_embedding", 2)).isTrue();
    assertThat(ParameterGroups.decays("visual.proj", 2)).isTrue();
    assertThat(ParameterGroups.decays("visual.class_embedding", 1)).isFalse();
    assertThat(ParameterGroups.decays("transformer.resblocks.0.ln_1.weight", 1)).isFalse();
    assertThat(ParameterGroups.decays("transformer.resblocks.0.attn.in_proj_bias", 1)).isFalse();
    assertThat(ParameterGroups.decays("logit_scale", 0)).isFalse();
  }

  @Test
  void refusesRatesOutsideTheirRanges() {
    assertThatThrownBy(() -> new OptimizerOptions(1, BETA2, EPSILON, DECAY, OptionalDouble.empty()))
        .hasMessage("beta1: expected in [0, 1), found 1.0");
    assertThatThrownBy(() -> options(OptionalDouble.of(0)))
        .hasMessage("gradClipNorm: expected above 0, found 0.0");
    assertThatThrownBy(
            () -> new OptimizerOptions(BETA1, BETA2, Double.NaN, DECAY, OptionalDouble.empty()))
        .hasMessage("epsilon: expected above 0, found NaN");
  }

  @Test
  void theAverageFollowsFastAtFirstAndSlowlyLater() {
    var weights = new Weights();
    try (TensorScope _ = TensorScope.inference()) {
      weights.add("weight", Tensors.of(new float[] {0}, 1));
    }
    try (weights;
        var average = new ExponentialMovingAverage(weights, 0.9)) {
      try (TensorScope _ = TensorScope.inference()) {
        TinyModels.tensor(weights.tensors(), "weight").fill_(new Scalar(1.0));
      }
      average.update(weights, 1);
      float first = Tensors.floats(TinyModels.tensor(average.average().tensors(), "weight"))[0];
      assertThat(first).isCloseTo((float) (1 - 2.0 / 11), within(1e-6f));
      average.update(weights, 1000);
      assertThat(Tensors.floats(TinyModels.tensor(average.average().tensors(), "weight"))[0])
          .isCloseTo((float) (1 - 0.9 * (1 - first)), within(1e-6f));
    }
    assertThatThrownBy(() -> new ExponentialMovingAverage(new Weights(), 1))
        .hasMessage("emaDecay: expected between 0 and 1, found 1.0");
  }
}
