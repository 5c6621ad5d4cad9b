package dev.jclip.cli.command.train;

import dev.jclip.Clip;
import dev.jclip.cli.option.DownloadProgress;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.data.pair.PairSource;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.tokenizer.BpeMerges;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.start.ArchitectureFit;
import dev.jclip.train.start.TrainingStart;
import dev.jclip.train.vocabulary.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model training begins with. */
@OptionSection("Model to start from")
final class StartOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "Architecture: open_clip's name, or a JSON file with its fields. Default: the checkpoint's, else ViT-B-32.")
  private @Nullable String architecture;

  @Option(
      names = "--pretrained",
      paramLabel = "MODEL",
      description = "A model to train on from: a folder, a file, or a name on the hub.")
  private @Nullable String pretrained;

  @Option(
      names = "--tokenizer",
      paramLabel = "PATH",
      description = "A vocabulary: a list of merges, such as bpe_simple_vocab_16e6.txt.gz.")
  private @Nullable Path tokenizer;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      description = "Learn a vocabulary of so many ids from the captions.")
  private @Nullable Integer vocabSize;

  @Option(
      names = "--force-image-size",
      paramLabel = "PIXELS",
      arity = "1..2",
      description = "Side of the images, which are squares.")
  private List<Integer> imageSize = new ArrayList<>();

  @Option(
      names = "--force-quick-gelu",
      description = "QuickGELU in both towers of a model that is trained from scratch.")
  private boolean quickGelu;

  @Option(
      names = "--image-mean",
      paramLabel = "MEAN",
      arity = "1..*",
      description = "Of red, green and blue samples in 0..1. Default: OpenAI's.")
  private List<Float> mean = new ArrayList<>();

  @Option(
      names = "--image-std",
      paramLabel = "STD",
      arity = "1..*",
      description = "Their standard deviations. Default: OpenAI's.")
  private List<Float> std = new ArrayList<>();

  @Option(
      names = "--image-interpolation",
      paramLabel = "FILTER",
      description =
          "How images are scaled once the model is used: bicubic or bilinear; training crops are scaled by the bicubic filter. Default: bicubic.")
  private @Nullable String interpolation;

  @Option(
      names = "--force-context-length",
      paramLabel = "N",
      description = "Tokens of a caption at most, of a model that is trained from scratch.")
  private @Nullable Integer contextLength;

  @Option(
      names = "--image-resize-mode",
      paramLabel = "MODE",
      description =
          "How images of another shape are fitted once the model is used: shortest, longest or squash. Default: shortest.")
  private @Nullable String resizeMode;

  /** The weights of a checkpoint of a run. */
  TrainingStart resumed(Path checkpoint) {
    return load(checkpoint, Optional.empty(), OptionalInt.empty());
  }

  /**
   * The weights of a model, or first ones.
   *
   * @param captions says whether a model that is trained from scratch keeps its caption decoder
   */
  TrainingStart begin(
      PairSource source,
      ContrastiveLoss loss,
      boolean bias,
      CaptionTrainingOptions captions,
      long seed,
      OutputOptions output) {
    if (pretrained != null) {
      if (quickGelu) {
        throw new IllegalArgumentException(
            "--force-quick-gelu: expected without --pretrained, whose checkpoint says what it was trained with; --model NAME-quickgelu says it instead");
      }
      Path model = Clip.loader().progress(new DownloadProgress(output)).resolve(pretrained);
      return load(model, Optional.ofNullable(architecture).map(StartOptions::architecture), side());
    }
    Vocabulary vocabulary = vocabulary(source, seed);
    ClipConfig config =
        new ArchitectureFit(optional(contextLength), side(), quickGelu, bias)
            .apply(
                architecture(architecture == null ? "ViT-B-32" : architecture),
                vocabulary.tokenizer());
    ClipConfig learned = captions.loss(config).isPresent() ? config : config.withoutDecoder();
    return TrainingStart.fresh(learned, vocabulary, this::preprocessing, loss, seed);
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private TrainingStart load(Path model, Optional<ClipConfig> as, OptionalInt size) {
    return TrainingStart.load(
        model, as, size, folder -> vocabularyOf(model, folder), this::preprocessing);
  }

  private Vocabulary vocabularyOf(Path model, Path folder) {
    return tokenizer != null
        ? Vocabulary.of(BpeMerges.read(tokenizer))
        : Vocabulary.in(folder, Clip.loader().loadTokenizer(model.toString()).tokenizer());
  }

  private Vocabulary vocabulary(PairSource source, long seed) {
    if (tokenizer != null) {
      return Vocabulary.of(BpeMerges.read(tokenizer));
    }
    if (vocabSize == null) {
      throw new IllegalArgumentException(
          "a model that is trained from scratch needs a vocabulary: name CLIP's own with --tokenizer bpe_simple_vocab_16e6.txt.gz, or learn one from the captions with --vocab-size 8192");
    }
    return Vocabulary.learn(source, vocabSize, seed);
  }

  private OptionalInt side() {
    if (imageSize.stream().distinct().count() > 1) {
      throw new IllegalArgumentException(
          "--force-image-size: expected one side, since images are squares, found " + imageSize);
    }
    return imageSize.stream().mapToInt(side -> side).findFirst();
  }

  private PreprocessConfig preprocessing(PreprocessConfig usual) {
    return new PreprocessConfig(
        usual.width(),
        usual.height(),
        resizeMode == null ? usual.resize() : resize(resizeMode, usual),
        interpolation == null ? usual.interpolation() : interpolation(interpolation),
        usual.cropRounding(),
        mean.isEmpty() ? usual.mean() : mean,
        std.isEmpty() ? usual.std() : std,
        usual.fillColor());
  }

  private static Resize resize(String mode, PreprocessConfig usual) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "shortest" ->
          usual.resize() instanceof Resize.Shortest same
              ? same
              : new Resize.Shortest(Math.min(usual.width(), usual.height()));
      case "longest" -> new Resize.Longest();
      case "squash" -> new Resize.Squash(usual.width(), usual.height());
      default ->
          throw new IllegalArgumentException(
              "--image-resize-mode: expected shortest, longest or squash, found " + mode);
    };
  }

  /** As open_clip, which takes "random" for the bicubic filter once the model is used. */
  private static Interpolation interpolation(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "bicubic", "random" -> Interpolation.BICUBIC;
      case "bilinear" -> Interpolation.BILINEAR;
      default ->
          throw new IllegalArgumentException(
              "--image-interpolation: expected bicubic or bilinear, found " + name);
    };
  }

  private static ClipConfig architecture(String nameOrFile) {
    Optional<ClipConfig> known = Architectures.load().find(nameOrFile);
    if (known.isPresent()) {
      return known.get();
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "--model %s: expected an architecture's name, such as ViT-B-32, or a JSON file; a model to train on from is named with --pretrained"
              .formatted(nameOrFile));
    }
    JsonFields fields = JsonFields.read(file);
    return OpenClipJson.read(fields.object("model_cfg").orElse(fields));
  }
}
