package dev.jclip.train.contrastive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.ClipConfig;
import dev.jclip.train.RandomBatch;
import dev.jclip.train.TinyModels;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.loss.SigLipLoss;
import dev.jclip.train.model.Precision;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch in parts has the gradients of the whole batch, for every parameter. */
@Tag("kernels")
class ChunkedGradientTest {
  private static final int BATCH = 13;
  private static final long WHOLE = 1L << 40;

  @ParameterizedTest
  @CsvSource({
    "false, 13, KEPT, 13",
    "false, 5, KEPT, 40",
    "false, 4, RECOMPUTED, 13",
    "false, 1, RECOMPUTED, 26",
    "false, 13, RECOMPUTED, 100",
    "true, 5, KEPT, 13",
    "true, 4, RECOMPUTED, 40",
    "true, 1, RECOMPUTED, 13",
    "true, 13, RECOMPUTED, 26"
  })
  void gradientsAreThoseOfTheWholeBatch(
      boolean sigmoid, int partSize, Activations activations, long maxLogits) {
    ContrastiveLoss loss = sigmoid ? new SigLipLoss() : new ClipLoss();
    ClipConfig config = sigmoid ? TinyModels.vitWithBias() : TinyModels.vit();
    var parts = new StepOptions(Precision.F32, partSize, 3, activations);
    var whole = new StepOptions(Precision.F32, BATCH, 1, Activations.KEPT);
    RandomBatch batch = RandomBatch.of(config, BATCH, 7);
    try (TrainableModel a = TinyModels.model(config, loss);
        TrainableModel b = TinyModels.model(config, loss)) {
      compare(
          gradients(a, new BatchLoss(loss, WHOLE), whole, batch),
          gradients(b, new BatchLoss(loss, maxLogits), parts, batch),
          1e-5);
    }
    try (TrainableModel a = TinyModels.modelInDouble(config, loss);
        TrainableModel b = TinyModels.modelInDouble(config, loss)) {
      compare(
          gradients(a, new BatchLoss(loss, WHOLE), whole, batch.inDouble()),
          gradients(b, new BatchLoss(loss, maxLogits), parts, batch.inDouble()),
          1e-10);
    }
  }

  private static Map<String, double[]> gradients(
      TrainableModel model, BatchLoss loss, StepOptions options, RandomBatch batch) {
    var gradients = new LinkedHashMap<String, double[]>();
    try (var step = new ContrastiveStep(model, loss, options, PatchDropout.NONE)) {
      gradients.put("loss", new double[] {step.backward(batch, batch.texts(), 0).loss()});
    }
    model
        .trained()
        .forEach((name, tensor) -> gradients.put(name, TinyModels.doubles(tensor.grad())));
    return gradients;
  }

  private static void compare(
      Map<String, double[]> expected, Map<String, double[]> actual, double bound) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale =
        expected.values().stream().mapToDouble(ChunkedGradientTest::norm).max().orElse(0);
    assertThat(scale).isPositive();
    expected.forEach(
        (name, values) -> {
          double[] found = Objects.requireNonNull(actual.get(name));
          double[] difference = values.clone();
          for (int i = 0; i < difference.length; i++) {
            difference[i] -= found[i];
          }
          // The key's bias has no gradient but for rounding: its share of the packed bias is noise.
          double norm = Math.max(norm(values), 1e-4 * scale);
          assertThat(norm(difference) / norm)
              .as("relative error of %s", name)
              .isLessThanOrEqualTo(bound);
        });
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
