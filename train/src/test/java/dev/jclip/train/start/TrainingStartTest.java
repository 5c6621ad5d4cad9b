package dev.jclip.train.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.data.pair.PairSource;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.train.ColouredSquares;
import dev.jclip.train.TinyModels;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.model.TowerLock;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.vocabulary.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingStartTest {
  @TempDir private Path folder;
  private Vocabulary vocabulary;

  @BeforeEach
  void learnVocabulary() throws Exception {
    PairSource source = ColouredSquares.write(Files.createDirectory(folder.resolve("data")));
    vocabulary = Vocabulary.learn(source, 560, 0);
  }

  @Test
  void anArchitectureIsFittedToItsVocabularyAndToWhatIsAskedFor() {
    var fit = new ArchitectureFit(OptionalInt.of(20), OptionalInt.of(32), true, true);
    ClipConfig fitted = fit.apply(TinyModels.vit(), vocabulary.tokenizer());
    assertThat(fitted.text().vocabSize()).isEqualTo(vocabulary.tokenizer().vocabSize());
    assertThat(fitted.text().eotToken()).isEqualTo(vocabulary.tokenizer().eotToken());
    assertThat(fitted.text().contextLength()).isEqualTo(20);
    assertThat(fitted.text().activation()).isEqualTo(Activation.QUICK_GELU);
    assertThat(((VitConfig) fitted.vision()).activation()).isEqualTo(Activation.QUICK_GELU);
    assertThat(fitted.vision().imageSize()).isEqualTo(32);
    assertThat(fitted.logitBias()).isTrue();
    ClipConfig unchanged =
        ArchitectureFit.UNCHANGED.apply(TinyModels.vit(), vocabulary.tokenizer());
    assertThat(unchanged.vision()).isEqualTo(TinyModels.vit().vision());
    assertThat(unchanged.text().contextLength()).isEqualTo(12);
    assertThat(unchanged.logitBias()).isFalse();
  }

  private TrainingStart fresh(long seed, UnaryOperator<PreprocessConfig> preprocessing) {
    ClipConfig config = ArchitectureFit.UNCHANGED.apply(TinyModels.vit(), vocabulary.tokenizer());
    return TrainingStart.fresh(config, vocabulary, preprocessing, new ClipLoss(), seed);
  }

  @Test
  void whatWasWrittenIsLoadedAgainWithItsVocabulary() {
    TrainingStart written = fresh(3, TrainingStartTest::bilinear);
    Path model = folder.resolve("model");
    written.files().write(model, written.weights());
    var asked = new ArrayList<Path>();
    TrainingStart loaded =
        TrainingStart.load(
            model,
            Optional.empty(),
            OptionalInt.empty(),
            beside -> {
              asked.add(beside);
              return Vocabulary.in(beside, vocabulary.tokenizer());
            },
            UnaryOperator.identity());
    assertThat(asked).containsExactly(model);
    assertThat(loaded.config()).isEqualTo(written.config());
    assertThat(loaded.files().layout()).isEqualTo(Layout.OPEN_CLIP);
    assertThat(loaded.files().preprocessing().interpolation()).isEqualTo(Interpolation.BILINEAR);
    assertThat(values(loaded)).isEqualTo(values(written));
    loaded.files().write(folder.resolve("again"), loaded.weights());
    assertThat(folder.resolve("again/open_clip_model.safetensors"))
        .hasSameBinaryContentAs(model.resolve("open_clip_model.safetensors"));
    assertThat(folder.resolve("again/tokenizer.json"))
        .hasSameBinaryContentAs(model.resolve("tokenizer.json"));
    loaded.weights().close();
    written.weights().close();
  }

  @Test
  void firstWeightsAreAFunctionOfTheSeed() {
    TrainingStart first = fresh(3, UnaryOperator.identity());
    TrainingStart same = fresh(3, UnaryOperator.identity());
    TrainingStart other = fresh(4, UnaryOperator.identity());
    assertThat(values(first)).isEqualTo(values(same)).isNotEqualTo(values(other));
    for (TrainingStart start : new TrainingStart[] {first, same, other}) {
      start.weights().close();
    }
  }

  @Test
  void aCaptionDecoderStaysAsItIsWhileTheTowersAreTrained() {
    Path coca = Path.of("../engine/src/test/resources/golden/coca/coca-no-pooler");
    TrainingStart start =
        TrainingStart.load(
            coca, Optional.empty(), OptionalInt.empty(), _ -> vocabulary, UnaryOperator.identity());
    assertThat(ArchitectureFit.UNCHANGED.apply(start.config(), vocabulary.tokenizer()).decoder())
        .isEqualTo(start.config().decoder());
    ClipConfig towers = start.config().withoutDecoder();
    try (var model = new TrainableModel(towers, start.weights(), TowerLock.NONE)) {
      assertThat(model.trained().keySet()).noneMatch(name -> name.startsWith("text_decoder."));
      start.files().write(folder.resolve("trained"), model.weights());
    }
    try (Checkpoint written = Checkpoint.open(folder.resolve("trained"))) {
      assertThat(written.config()).isEqualTo(start.config());
      written.loadWeights().close();
    }
  }

  private static double[] values(TrainingStart start) {
    return TinyModels.doubles(TinyModels.tensor(start.weights().tensors(), "visual.proj"));
  }

  private static PreprocessConfig bilinear(PreprocessConfig usual) {
    return new PreprocessConfig(
        usual.width(),
        usual.height(),
        usual.resize(),
        Interpolation.BILINEAR,
        usual.cropRounding(),
        usual.mean(),
        usual.std(),
        usual.fillColor());
  }
}
