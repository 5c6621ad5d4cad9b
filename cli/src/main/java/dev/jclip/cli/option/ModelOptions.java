package dev.jclip.cli.option;

import dev.jclip.Clip;
import dev.jclip.ClipLoader;
import dev.jclip.ModelTokenizer;
import dev.jclip.error.HubException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tokenizer.BpeTokenizer;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.sentencepiece.SentencePieceTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which model a command uses, and how. */
@OptionSection("Model")
public final class ModelOptions {
  private static final int CONTEXT_LENGTH = 77;
  private static final int SIGLIP_CONTEXT_LENGTH = 64;
  private static final int MOST_PIXELS = 8192;
  private static final int MOST_TOGETHER = 65_536;
  private static final int MOST_THREADS = 1024;
  private static final String WITHOUT_HUB =
      ". Without a hub there is --model bundled, which knows product photographs and nothing else"
          + " well.";
  private static final String DEFAULT_MODEL = "openai/clip-vit-base-patch32";

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A folder, a file, a name on the hub, or bundled: the small one that comes with jclip."
              + " Default: JCLIP_MODEL, else "
              + DEFAULT_MODEL
              + ".")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--tokenizer",
      paramLabel = "PATH",
      description = "A vocabulary, for a checkpoint that carries none.")
  private @Nullable Path tokenizer;

  @Option(
      names = "--architecture",
      paramLabel = "NAME|FILE",
      description =
          "open_clip's name of the architecture, or a JSON file with its fields, for a checkpoint"
              + " that does not say.")
  private @Nullable String architecture;

  private @Nullable Integer imageSize;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description = "cpu or cuda:N. Default: ${DEFAULT-VALUE}.")
  private String device = "cpu";

  private int batchSize;

  private @Nullable Integer threads;

  private List<PrecisionOption> precisions = List.of();

  @Option(
      names = "--ignore-exif-orientation",
      description = "Take images as stored, as the Python tools do, and do not turn them.")
  private boolean ignoreExifOrientation;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Side of the images, where it shall differ from the checkpoint's.")
  void setImageSize(int value) {
    imageSize = inRange("--image-size", value, MOST_PIXELS);
  }

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Images or texts taken at once. Default: ${DEFAULT-VALUE}.")
  void setBatchSize(int value) {
    batchSize = inRange("--batch-size", value, MOST_TOGETHER);
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engine. Default: one a core.")
  void setThreads(int value) {
    threads = inRange("--threads", value, MOST_THREADS);
  }

  private int inRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          command.commandLine(), "%s: expected 1 to %d, found %d".formatted(option, most, value));
    }
    return value;
  }

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "f32|bf16|int8|auto",
      description =
          "What is computed in: f32, bf16, int8, or auto: the fastest on this machine whose"
              + " embeddings are near those of f32, measured once. Default: auto.")
  void setPrecisions(List<String> values) {
    precisions = values.stream().map(this::precision).distinct().toList();
  }

  private PrecisionOption precision(String value) {
    return PrecisionOption.named(value)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--precision: expected f32, bf16, int8 or auto, found " + value));
  }

  /** The precisions of the option, for commands that take several; none where it was not given. */
  public List<PrecisionOption> precisions() {
    return precisions;
  }

  private PrecisionOption precision() {
    if (precisions.size() > 1) {
      throw new ParameterException(
          command.commandLine(), "--precision: expected one, found " + precisions.size());
    }
    return precisions.isEmpty() ? PrecisionOption.AUTO : precisions.getFirst();
  }

  /** How many inputs are computed together. */
  public int batchSize() {
    return batchSize;
  }

  /** A vocabulary that takes the place of the model's own. */
  public Optional<Path> tokenizerFile() {
    return Optional.ofNullable(tokenizer);
  }

  /** The model's name as it stands: of the option, of the environment, or the default. */
  public String name() {
    if (models.size() > 1) {
      throw new ParameterException(
          command.commandLine(), "--model: expected one, found " + String.join(", ", models));
    }
    return names().getFirst();
  }

  /** The model's name of the option; another one where it was not given. */
  public String nameOr(String other) {
    return models.isEmpty() ? other : name();
  }

  /** The names of the models, for commands that take several: one or more. */
  public List<String> names() {
    return models.isEmpty() ? List.of(defaultName()) : models;
  }

  private static String defaultName() {
    return Optional.ofNullable(System.getenv("JCLIP_MODEL"))
        .filter(name -> !name.isBlank())
        .orElse(DEFAULT_MODEL);
  }

  /** A loader with these options. */
  public ClipLoader loader(OutputOptions output) {
    return loader(output, precision());
  }

  /** A loader with these options but for the precision. */
  public ClipLoader loader(OutputOptions output, PrecisionOption precision) {
    ClipLoader loader = loaderOfAnother(output, precision);
    if (tokenizer != null) {
      loader.tokenizer(tokenizer);
    }
    if (architecture != null) {
      loader.architecture(architecture);
    }
    if (imageSize != null) {
      loader.imageSize(imageSize);
    }
    return loader;
  }

  /** A loader of a model beside that of {@code --model}: with what is said of all models alone. */
  public ClipLoader loaderOfAnother(OutputOptions output) {
    return loaderOfAnother(output, precision());
  }

  private ClipLoader loaderOfAnother(OutputOptions output, PrecisionOption precision) {
    ClipLoader loader = Clip.loader().device(device).batchSize(batchSize).decoder(decoder());
    precision.setOn(loader);
    return loader.progress(new DownloadProgress(output));
  }

  /** What reads images. */
  public ImageDecoder decoder() {
    return ImageDecoder.create(
        ImageDecoder.Options.DEFAULT.withApplyExifOrientation(!ignoreExifOrientation));
  }

  /**
   * Loads the model's tokenizer only; a vocabulary without a model is read as CLIP's own or as
   * SigLIP's, by its content.
   */
  public ModelTokenizer loadTokenizer(OutputOptions output) {
    if (models.isEmpty() && tokenizer != null) {
      return SentencePieceTokenizer.isPresent(tokenizer)
          ? new ModelTokenizer(
              SentencePieceTokenizer.load(tokenizer, TextCleaning.AS_WRITTEN),
              SIGLIP_CONTEXT_LENGTH)
          : new ModelTokenizer(BpeTokenizer.load(tokenizer), CONTEXT_LENGTH);
    }
    return loader(output).loadTokenizer(name());
  }

  /** Loads the model. */
  public Clip load(OutputOptions output) {
    return load(name(), output);
  }

  /** Loads one of the models. */
  public Clip load(String name, OutputOptions output) {
    return load(name, loader(output));
  }

  /** Loads one of the models, with someone who hears of texts that are cut. */
  public Clip load(String name, OutputOptions output, Consumer<TokenizedText> onTruncation) {
    return load(name, loader(output).onTruncation(onTruncation));
  }

  /** Loads one of the models with one of {@link #loader}'s. */
  public Clip load(String name, ClipLoader loader) {
    if (threads != null) {
      Engine.threads(threads);
    }
    return loader.load(resolve(name, loader));
  }

  /** The model's folder or file, downloaded if need be. */
  public Path resolve(OutputOptions output) {
    return resolve(name(), loader(output, PrecisionOption.AUTO)); // any will do
  }

  private static Path resolve(String name, ClipLoader loader) {
    try {
      return loader.resolve(name);
    } catch (HubException e) {
      throw new HubException(e.getMessage() + WITHOUT_HUB, e);
    }
  }
}
