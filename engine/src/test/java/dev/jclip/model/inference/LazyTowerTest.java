package dev.jclip.model.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.Precision;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TowerPrecision;
import dev.jclip.config.VitConfig;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.VisionTower;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.precision.Calibration;
import dev.jclip.model.precision.CalibrationInputs;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.model.precision.PrecisionMemory;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernels")
class LazyTowerTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");

  /** A memory of one tower. */
  private static final class Notes implements PrecisionMemory {
    private final List<Calibration> remembered = new ArrayList<>();
    private Optional<TowerPrecision> known = Optional.empty();

    @Override
    public Optional<TowerPrecision> recall(TowerPart part) {
      return known;
    }

    @Override
    public void remember(TowerPart part, Calibration calibration) {
      remembered.add(calibration);
    }
  }

  private static LazyTower<VisionTower> tower(Checkpoint checkpoint, Notes notes) {
    int side = checkpoint.config().vision().imageSize();
    float[] picture = CalibrationInputs.pictures(checkpoint.config().vision()).getFirst();
    return new LazyTower<>(
        checkpoint.weightSource(),
        "cpu",
        (parameters, layers) ->
            ModelFamilies.of(checkpoint.config())
                .imageTower(checkpoint.config(), parameters, layers),
        tower -> tower.forward(Tensors.of(picture, 1, 3, side, side)),
        new PrecisionChoice.Measured(notes),
        TowerPart.IMAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf-vit", "openai-resnet", "openclip-gap-nocausal"})
  void theTowerThatIsKeptIsTheOneThatWasMeasured(String model) {
    var notes = new Notes();
    try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(model));
        LazyTower<VisionTower> tower = tower(checkpoint, notes)) {
      TowerPrecision precision = tower.precision();
      assertThat(notes.remembered)
          .singleElement()
          .satisfies(
              measured -> {
                assertThat(measured.precision()).isEqualTo(precision);
                assertThat(measured.cosines().mean()).isBetween(Calibration.LEAST_MEAN, 1.000001);
              });
      assertThat(embedding(tower, checkpoint)).doesNotContain(Float.NaN);
      notes.known = Optional.of(TowerPrecision.of(Precision.BF16));
      assertThat(tower.precision()).isEqualTo(precision);
      assertThat(notes.remembered).hasSize(1);
    }
  }

  @Test
  void whatIsKnownIsNotMeasured() {
    var notes = new Notes();
    notes.known = Optional.of(TowerPrecision.EXACT);
    try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("hf-vit"));
        LazyTower<VisionTower> tower = tower(checkpoint, notes)) {
      assertThat(embedding(tower, checkpoint)).doesNotContain(Float.NaN);
      assertThat(tower.precision()).isEqualTo(TowerPrecision.EXACT);
      assertThat(notes.remembered).isEmpty();
    }
  }

  private static float[] embedding(LazyTower<VisionTower> tower, Checkpoint checkpoint) {
    int side = checkpoint.config().vision().imageSize();
    try (TensorScope _ = TensorScope.inference()) {
      Tensor pixels = Tensors.of(new float[3 * side * side], 1, 3, side, side);
      return Tensors.floats(tower.get().forward(pixels));
    }
  }

  @Test
  void calibrationInputsAreTheSameOnEveryCallAndFitTheTower() {
    try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("hf-vit"))) {
      var vision = (VitConfig) checkpoint.config().vision();
      assertThat(CalibrationInputs.pictures(vision))
          .hasSizeBetween(2, 4)
          .usingRecursiveComparison()
          .isEqualTo(CalibrationInputs.pictures(vision));
      TextConfig text = checkpoint.config().text();
      for (long[] ids : CalibrationInputs.texts(text)) {
        assertThat(ids.length).isBetween(1, text.contextLength());
        assertThat(LongStream.of(ids)).allMatch(id -> id >= 0 && id < text.vocabSize());
      }
    }
  }
}
