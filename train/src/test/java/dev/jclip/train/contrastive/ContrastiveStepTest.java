package dev.jclip.train.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.ClipConfig;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Tolerance;
import dev.jclip.train.RandomBatch;
import dev.jclip.train.TinyModels;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.Precision;
import dev.jclip.train.model.TowerLock;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class ContrastiveStepTest {
  private static final BatchLoss LOSS = new BatchLoss(new ClipLoss(), 1 << 20);

  /** How a step is computed, and what is left out of it. */
  private record Options(StepOptions step, PatchDropout dropout) {
    static Options of(StepOptions step) {
      return new Options(step, PatchDropout.NONE);
    }

    ContrastiveStep of(TrainableModel model) {
      return new ContrastiveStep(model, LOSS, step, dropout);
    }
  }

  private static Options options(Precision precision, double patchDropout, long seed) {
    return new Options(
        new StepOptions(precision, 4, 2, Activations.KEPT), new PatchDropout(patchDropout, seed));
  }

  @Test
  void bfloat16IsNearFloat32() {
    ClipConfig config = TinyModels.vit();
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    try (TrainableModel full = TinyModels.model(config, new ClipLoss());
        TrainableModel rounded = TinyModels.model(config, new ClipLoss())) {
      double loss = step(full, options(Precision.F32, 0, 0), batch);
      assertThat(step(rounded, options(Precision.BF16, 0, 0), batch)).isNotEqualTo(loss);
      assertThat(step(rounded, options(Precision.BF16, 0, 0), batch))
          .isBetween(0.99 * loss, 1.01 * loss);
      assertThat(rounded.weights().tensors().values())
          .allMatch(weight -> weight.scalar_type().intern() == torch.ScalarType.Float);
      assertThat(gradient(rounded, "visual.proj").length).isPositive();
    }
  }

  /** Negatives join the columns of each image, and no row. */
  @Test
  void negativesAreContrastedWithPicturesOnly() {
    ClipConfig config = TinyModels.vit();
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    List<int[]> others = RandomBatch.of(config, 3, 4).captions();
    try (TrainableModel model = TinyModels.model(config, new ClipLoss());
        var step = options(Precision.F32, 0, 0).of(model)) {
      double without = step.backward(batch, batch.texts(), 0).loss();
      double with = step.backward(batch, TextBatch.unweighted(batch.captions(), others), 0).loss();
      assertThat(with).isGreaterThan(without).isLessThan(without + 0.5 * Math.log(8));
    }
  }

  @Test
  void lockedTowersHaveNoGradientsButTheLastGroups() {
    ClipConfig config = TinyModels.vit();
    var lock = new TowerLock(OptionalInt.of(2), OptionalInt.of(0), false);
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    try (var model =
        new TrainableModel(config, InitialWeights.draw(config, new ClipLoss(), 1), lock)) {
      step(model, options(Precision.F32, 0, 0), batch);
      assertThat(model.trained().keySet())
          .contains("visual.proj", "visual.ln_post.weight", "logit_scale")
          .anyMatch(name -> name.startsWith("visual.transformer.resblocks.2."))
          .noneMatch(name -> name.startsWith("visual.transformer.resblocks.1."))
          .noneMatch(name -> name.startsWith("transformer."))
          .doesNotContain("text_projection", "token_embedding.weight", "visual.conv1.weight");
      assertThat(TinyModels.tensor(model.weights().tensors(), "text_projection").grad().defined())
          .isFalse();
      assertThat(gradient(model, "visual.proj").length).isPositive();
    }
  }

  @Test
  void patchDropoutIsAFunctionOfSeedAndStep() {
    ClipConfig config = TinyModels.vit();
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    try (TrainableModel model = TinyModels.model(config, new ClipLoss())) {
      double all = step(model, options(Precision.F32, 0, 1), batch);
      double some = step(model, options(Precision.F32, 0.5, 1), batch);
      assertThat(some).isNotEqualTo(all);
      assertThat(step(model, options(Precision.F32, 0.5, 1), batch)).isEqualTo(some);
      assertThat(step(model, options(Precision.F32, 0.5, 2), batch)).isNotEqualTo(some);
    }
  }

  @Test
  void aDroppedPatchIsAnotherForEachPictureAndTheClassTokenStays() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor tokens = torch.arange(new Scalar(2 * 17)).view(2, 17, 1);
      float[] kept = Tensors.floats(new PatchDropout(0.75, 5).apply(tokens)); // [2, 5, 1]
      assertThat(kept).hasSize(10).doesNotHaveDuplicates();
      assertThat(kept[0]).isZero();
      assertThat(kept[5]).isEqualTo(17);
      for (int i = 1; i < 5; i++) {
        assertThat(kept[i]).isBetween(1f, 16f);
        assertThat(kept[5 + i]).isBetween(18f, 33f);
      }
    }
  }

  @Test
  void resNetsLearnAndMoveTheirStatistics() {
    ClipConfig config = TinyModels.resNet();
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    var whole = Options.of(new StepOptions(Precision.F32, 8, 2, Activations.KEPT));
    try (TrainableModel model = TinyModels.model(config, new ClipLoss())) {
      float[] before =
          Tensors.floats(TinyModels.tensor(model.weights().tensors(), "visual.bn1.running_mean"));
      step(model, whole, batch);
      float[] after =
          Tensors.floats(TinyModels.tensor(model.weights().tensors(), "visual.bn1.running_mean"));
      assertThat(Tolerance.relativeError(after, before)).isGreaterThan(0.01);
      assertThat(gradient(model, "visual.layer3.0.conv2.weight").length).isPositive();
      assertThatThrownBy(() -> options(Precision.F32, 0.5, 0).of(model))
          .hasMessage("patchDropout: a ResNet has no patches to leave out; leave the option out");
    }
  }

  @Test
  void resNetsInBfloat16AreNearFloat32() {
    ClipConfig config = TinyModels.resNet();
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    var full = Options.of(new StepOptions(Precision.F32, 8, 1, Activations.KEPT));
    var rounded = Options.of(new StepOptions(Precision.BF16, 8, 1, Activations.KEPT));
    try (TrainableModel model = TinyModels.model(config, new ClipLoss())) {
      double loss = step(model, full, batch);
      for (int i = 0; i < 3; i++) {
        assertThat(step(model, rounded, batch)).isBetween(0.97 * loss, 1.03 * loss);
      }
      assertThat(gradient(model, "visual.conv1.weight")).doesNotContain(Double.NaN);
    }
  }

  @Test
  void runningStatisticsFollowTheFirstWorkersParts() {
    ClipConfig config = TinyModels.resNet();
    RandomBatch batch = RandomBatch.of(config, 8, 3);
    var first =
        new RandomBatch(
            Arrays.copyOf(batch.pixels(), batch.pixels().length / 2),
            batch.side(),
            batch.type(),
            batch.captions().subList(0, 4));
    var halves = Options.of(new StepOptions(Precision.F32, 4, 2, Activations.KEPT));
    try (TrainableModel both = TinyModels.model(config, new ClipLoss());
        TrainableModel alone = TinyModels.model(config, new ClipLoss())) {
      step(both, halves, batch);
      step(alone, halves, first);
      assertThat(
              TinyModels.doubles(
                  TinyModels.tensor(both.weights().tensors(), "visual.bn1.running_mean")))
          .isEqualTo(
              TinyModels.doubles(
                  TinyModels.tensor(alone.weights().tensors(), "visual.bn1.running_mean")));
    }
  }

  private static double step(TrainableModel model, Options options, RandomBatch batch) {
    try (var step = options.of(model)) {
      return step.backward(batch, batch.texts(), 0).loss();
    }
  }

  private static double[] gradient(TrainableModel model, String name) {
    return TinyModels.doubles(TinyModels.tensor(model.trained(), name).grad());
  }
}
