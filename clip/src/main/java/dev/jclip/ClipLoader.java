package dev.jclip;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.DetectorCheckpoint;
import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.config.TextConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.config.catalog.ModelCatalog;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.UnknownModelException;
import dev.jclip.hub.HubOptions;
import dev.jclip.hub.ModelHub;
import dev.jclip.hub.ProgressListener;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.io.NearestNames;
import dev.jclip.io.UserCache;
import dev.jclip.model.Vocabularies;
import dev.jclip.model.clipseg.ClipSegConfig;
import dev.jclip.model.clipseg.ClipSegFamily;
import dev.jclip.model.detector.DetectorConfig;
import dev.jclip.model.inference.MaskEncoder;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.model.inference.ObjectEncoder;
import dev.jclip.model.owl.OwlConfig;
import dev.jclip.model.owl.OwlFamily;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.model.precision.PrecisionFile;
import dev.jclip.tensor.Devices;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a model is loaded; made by {@link Clip#loader}. Each method sets one option and returns this
 * loader. For one thread; the models it loads are independent of it.
 */
public final class ClipLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ClipLoader.class);
  private static final ClipSegFamily CLIP_SEG = new ClipSegFamily();
  private static final OwlFamily OWL = new OwlFamily();
  private static final int SUGGESTIONS = 3;
  private static final int DEFAULT_BATCH_SIZE = 32;

  private String device = "cpu";
  private Optional<Precision> precision = Optional.empty();
  private OptionalInt imageSize = OptionalInt.empty();
  private Optional<ClipConfig> architecture = Optional.empty();
  private Optional<Path> tokenizer = Optional.empty();
  private Optional<ModelHub> hub = Optional.empty();
  private ProgressListener progress = ProgressListener.NONE;
  private ImageDecoder decoder = ImageDecoder.create();
  private int batchSize = DEFAULT_BATCH_SIZE;
  private OptionalDouble squareFill = OptionalDouble.empty();
  private Consumer<TokenizedText> truncationListener = ClipLoader::warnOfTruncation;

  ClipLoader() {}

  private static void warnOfTruncation(TokenizedText text) {
    LOG.warn(
        "text of {} tokens cut to {}: \"{}\"", text.tokenCount(), text.ids().length, text.text());
  }

  /** Where the model computes: {@code cpu} (the default) or {@code cuda:N}. */
  public ClipLoader device(String name) {
    Objects.requireNonNull(name, "name");
    device = Devices.require(name);
    return this;
  }

  /**
   * What the model computes in on the processor. Without this call each tower computes in the
   * fastest precision whose embeddings have a mean cosine of {@value
   * dev.jclip.model.precision.Calibration#LEAST_MEAN} or more to float32's, measured on this
   * machine when the tower is first used, and remembered beside the model, or in the user's cache
   * where the model comes with jclip, lies among sources or cannot be written to. On other devices
   * it is float32 in any case.
   */
  public ClipLoader precision(Precision numbers) {
    Objects.requireNonNull(numbers, "numbers");
    precision = Optional.of(numbers);
    return this;
  }

  /**
   * Side of the images that the model takes, in pixels, where it shall differ from the
   * checkpoint's; the positions of the patches are interpolated as the checkpoint's peer does it.
   */
  public ClipLoader imageSize(int pixels) {
    imageSize = OptionalInt.of(pixels);
    return this;
  }

  /**
   * What the checkpoint is, where its files do not say so: open_clip's name ({@code
   * ViT-B-32-quickgelu}), or a JSON file with open_clip's fields.
   */
  public ClipLoader architecture(String nameOrFile) {
    Objects.requireNonNull(nameOrFile, "nameOrFile");
    Architectures known = Architectures.load();
    architecture =
        Optional.of(known.find(nameOrFile).orElseGet(() -> readArchitecture(nameOrFile, known)));
    return this;
  }

  /** What the checkpoint is, where its files do not say so. */
  public ClipLoader architecture(ClipConfig config) {
    Objects.requireNonNull(config, "config");
    architecture = Optional.of(config);
    return this;
  }

  private static ClipConfig readArchitecture(String nameOrFile, Architectures known) {
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "architecture %s: unknown; the nearest known ones are %s"
              .formatted(
                  nameOrFile,
                  String.join(
                      ", ", NearestNames.find(nameOrFile, known.all().keySet(), SUGGESTIONS))));
    }
    JsonFields fields = JsonFields.read(file);
    return OpenClipJson.read(fields.object("model_cfg").orElse(fields));
  }

  /** A vocabulary for a checkpoint that carries none: a file or a folder. */
  public ClipLoader tokenizer(Path fileOrFolder) {
    Objects.requireNonNull(fileOrFolder, "fileOrFolder");
    tokenizer = Optional.of(fileOrFolder);
    return this;
  }

  /**
   * Where models with a name come from; by default as the environment says ({@code HF_HOME} etc.).
   */
  public ClipLoader hub(ModelHub models) {
    Objects.requireNonNull(models, "models");
    hub = Optional.of(models);
    return this;
  }

  /** Who hears of downloads. */
  public ClipLoader progress(ProgressListener listener) {
    Objects.requireNonNull(listener, "listener");
    progress = listener;
    return this;
  }

  /** How images are decoded. */
  public ClipLoader decoder(ImageDecoder images) {
    Objects.requireNonNull(images, "images");
    decoder = images;
    return this;
  }

  /** How many images are taken at once, to be shared out among the threads; 32 by default. */
  public ClipLoader batchSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batchSize: expected 1 or more, found " + size);
    }
    batchSize = size;
    return this;
  }

  /**
   * Who hears of texts that are longer than the model's context; by default a warning is logged.
   */
  public ClipLoader onTruncation(Consumer<TokenizedText> listener) {
    Objects.requireNonNull(listener, "listener");
    truncationListener = listener;
    return this;
  }

  /**
   * What OWLv2's images are padded with to a square, in 0..1: 0 is black, which is how transformers
   * does it since its version 5 and the model was evaluated; 0.5, a grey, is how version 4 does it.
   */
  public ClipLoader squareFill(double grey) {
    if (!(grey >= 0 && grey <= 1)) {
      throw new IllegalArgumentException("squareFill: expected 0..1, found " + grey);
    }
    squareFill = OptionalDouble.of(grey);
    return this;
  }

  ImageDecoder decoder() {
    return decoder;
  }

  int batchSize() {
    return batchSize;
  }

  Consumer<TokenizedText> truncationListener() {
    return truncationListener;
  }

  /**
   * Loads a model.
   *
   * @param model a folder, a file, a name on the hub, an architecture with a tag, or {@code
   *     bundled}
   * @throws dev.jclip.error.ClipException if there is no such model or it cannot be loaded
   */
  public Clip load(String model) {
    Path place = resolve(model);
    return load(place, existing(model).isPresent() ? wholePath(place) : model);
  }

  /**
   * Loads a model from a folder or a file.
   *
   * @throws CheckpointException if it holds no CLIP model, or a damaged one
   */
  public Clip load(Path model) {
    Objects.requireNonNull(model, "model");
    return load(model, wholePath(model));
  }

  /** Names a model so that it is found from any folder. */
  private static String wholePath(Path model) {
    return model.toAbsolutePath().normalize().toString();
  }

  private Clip load(Path model, String name) {
    Checkpoint checkpoint = openCheckpoint(model);
    try {
      return new Clip(
          name,
          new ModelEncoder(
              checkpoint.config(),
              checkpoint.weightSource(),
              choice(checkpoint.config(), checkpoint.folder(), checkpoint.files()),
              device),
          checkpoint.layout(),
          checkpoint.preprocessing(),
          tokenizerOf(finder(checkpoint)),
          this);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * Loads a model that finds objects: OWL-ViT, OWLv2, or a CLIP model with a detector beside it.
   *
   * @param model a folder, a file, or a name on the hub, such as {@code
   *     google/owlv2-base-patch16-ensemble}
   * @throws dev.jclip.error.ClipException if there is no such model or it cannot be loaded
   */
  public Detector loadDetector(String model) {
    return loadDetector(resolve(model));
  }

  /**
   * Loads a model that finds objects from a folder or a file.
   *
   * @throws CheckpointException if it holds no such model, or a damaged one
   */
  public Detector loadDetector(Path model) {
    Objects.requireNonNull(model, "model");
    requireNoArchitecture("a detector");
    return DetectorCheckpoint.isAt(model) ? besideClip(model) : owl(model);
  }

  private Detector besideClip(Path model) {
    if (imageSize.isPresent() || squareFill.isPresent()) {
      throw new IllegalArgumentException(
          "imageSize, squareFill: expected none for the detector beside a CLIP model, which takes images as it was trained, found one");
    }
    DetectorCheckpoint checkpoint = DetectorCheckpoint.open(model);
    try {
      DetectorConfig config = checkpoint.config();
      TextConfig text = config.towers().text();
      return new Detector(
          new ObjectEncoder(config, checkpoint.weightSource(), choice(checkpoint), device),
          checkpoint.preprocessing(),
          tokenizerOf(
              new TokenizerFinder(
                  checkpoint.vocabularies(), checkpoint.folder(), text, hubSupplier())),
          this);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /** Remembered in the user's cache, since the file beside the model is about its own towers. */
  private PrecisionChoice choice(DetectorCheckpoint checkpoint) {
    if (precision.isPresent()) {
      return new PrecisionChoice.Fixed(precision.get());
    }
    DetectorConfig config = checkpoint.config();
    ClipConfig towers = config.towers();
    return new PrecisionChoice.Measured(
        PrecisionFile.inCache(
            new ClipConfig(towers.embedDim(), config.vision(), towers.text(), false),
            checkpoint.folder().resolve("detector"),
            checkpoint.files(),
            UserCache.folder()));
  }

  private Detector owl(Path model) {
    FamilyCheckpoint<OwlConfig> checkpoint =
        FamilyCheckpoint.open(
            model,
            OWL,
            stored -> imageSize.isPresent() ? stored.withImageSize(imageSize.getAsInt()) : stored);
    try {
      OwlConfig config = checkpoint.config();
      return new Detector(
          new ObjectEncoder(
              config, checkpoint.weightSource(), choice(checkpoint, config.towers()), device),
          filled(preprocessing(checkpoint)),
          tokenizerOf(checkpoint, OWL.vocabularies(checkpoint.files()), config.towers()),
          this);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * Loads a model that makes masks: CLIPSeg.
   *
   * @param model a folder, a file, or a name on the hub, such as {@code CIDAS/clipseg-rd64-refined}
   * @throws dev.jclip.error.ClipException if there is no such model or it cannot be loaded
   */
  public Segmenter loadSegmenter(String model) {
    return loadSegmenter(resolve(model));
  }

  /**
   * Loads a model that makes masks from a folder or a file.
   *
   * @throws CheckpointException if it holds no such model, or a damaged one
   */
  public Segmenter loadSegmenter(Path model) {
    Objects.requireNonNull(model, "model");
    requireNoArchitecture("a segmenter");
    FamilyCheckpoint<ClipSegConfig> checkpoint = FamilyCheckpoint.open(model, CLIP_SEG);
    try {
      ClipSegConfig config = checkpoint.config();
      PreprocessConfig stored =
          checkpoint
              .preprocessing(ClipSegFamily.IMAGE_PROCESSOR)
              .orElseGet(CLIP_SEG::defaultPreprocessing);
      PreprocessConfig images =
          imageSize.isPresent() ? stored.withImageSize(imageSize.getAsInt()) : stored;
      if (images.width() != images.height()) {
        throw new CheckpointException(
            "%s: size: expected equal sides, found %dx%d; give the side of the images (imageSize)"
                .formatted(model, images.width(), images.height()));
      }
      return new Segmenter(
          new MaskEncoder(
              config,
              images.width(),
              checkpoint.weightSource(),
              choice(checkpoint, measured(config)),
              device),
          images,
          tokenizerOf(checkpoint, CLIP_SEG.vocabularies(checkpoint.files()), config.towers()),
          this);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /** The towers whose precisions are measured: without the blocks that no mask needs. */
  private static ClipConfig measured(ClipSegConfig config) {
    ClipConfig towers = config.towers();
    return new ClipConfig(towers.embedDim(), config.shortened(), towers.text(), towers.logitBias());
  }

  private void requireNoArchitecture(String kind) {
    if (architecture.isPresent()) {
      throw new IllegalArgumentException(
          "architecture: expected none for %s, whose config.json says it".formatted(kind));
    }
  }

  private PrecisionChoice choice(FamilyCheckpoint<?> checkpoint, ClipConfig towers) {
    return choice(towers, checkpoint.files().folder(), checkpoint.files().tensors().files());
  }

  private Supplier<Tokenizer> tokenizerOf(
      FamilyCheckpoint<?> checkpoint, Vocabularies vocabularies, ClipConfig towers) {
    return tokenizerOf(
        new TokenizerFinder(
            vocabularies, checkpoint.files().folder(), towers.text(), hubSupplier()));
  }

  private static PreprocessConfig preprocessing(FamilyCheckpoint<OwlConfig> checkpoint) {
    OwlConfig stored = checkpoint.stored();
    return checkpoint
        .preprocessing(OWL.imageProcessor(stored), stored.vision().imageSize())
        .orElseGet(() -> OWL.defaultPreprocessing(stored))
        .withImageSize(checkpoint.config().vision().imageSize());
  }

  private PreprocessConfig filled(PreprocessConfig images) {
    if (squareFill.isEmpty()) {
      return images;
    }
    if (!(images.resize() instanceof Resize.PaddedSquare(int side, _))) {
      throw new IllegalArgumentException(
          "squareFill: expected a model that pads images to a square, as OWLv2 does, found one that scales them by "
              + images.resize());
    }
    return images.withResize(new Resize.PaddedSquare(side, squareFill.getAsDouble()));
  }

  private PrecisionChoice choice(ClipConfig config, Path folder, List<Path> weights) {
    if (precision.isPresent()) {
      return new PrecisionChoice.Fixed(precision.get());
    }
    Path cache = UserCache.folder();
    return new PrecisionChoice.Measured(
        BundledModel.isIn(folder.toAbsolutePath())
            ? PrecisionFile.inCache(config, folder, weights, cache)
            : PrecisionFile.beside(config, folder, weights, cache));
  }

  private Supplier<Tokenizer> tokenizerOf(TokenizerFinder finder) {
    Optional<Path> named = tokenizer;
    return new Lazy<>(() -> finder.find(named));
  }

  /** Says what a model is without loading its weights. */
  public ModelSummary inspect(String model) {
    Objects.requireNonNull(model, "model");
    try (Checkpoint checkpoint = openCheckpoint(resolve(model))) {
      return ModelSummary.of(checkpoint, () -> finder(checkpoint).find(tokenizer));
    }
  }

  /** The tokenizer of a model, without loading its weights. */
  public ModelTokenizer loadTokenizer(String model) {
    Objects.requireNonNull(model, "model");
    try (Checkpoint checkpoint = openCheckpoint(resolve(model))) {
      return new ModelTokenizer(
          finder(checkpoint).find(tokenizer), checkpoint.config().text().contextLength());
    }
  }

  private Checkpoint openCheckpoint(Path model) {
    return Checkpoint.open(model, architecture, imageSize);
  }

  private TokenizerFinder finder(Checkpoint checkpoint) {
    return new TokenizerFinder(
        checkpoint.vocabularies(), checkpoint.folder(), checkpoint.config().text(), hubSupplier());
  }

  private Supplier<ModelHub> hubSupplier() {
    Optional<ModelHub> given = hub;
    return () -> given.orElseGet(ClipLoader::environmentHub);
  }

  /**
   * Downloads a model unless the cache has it.
   *
   * @param name a name on the hub, or an architecture with a tag
   * @return the folder with its files
   */
  public Path pull(String name) {
    Objects.requireNonNull(name, "name");
    ModelCatalog catalog = ModelCatalog.load();
    Optional<String> known = catalog.find(name).map(ModelCatalog.Entry::name);
    if (known.isEmpty() && !isHubName(name)) {
      throw unknown(name, catalog);
    }
    return hub.orElseGet(ClipLoader::environmentHub).resolve(known.orElse(name), progress);
  }

  /**
   * The folder or file of a model, downloaded if need be; {@code bundled} is the one that comes
   * with jclip.
   *
   * @throws CheckpointException if it is neither a file nor a name that could be on the hub
   */
  public Path resolve(String model) {
    Objects.requireNonNull(model, "model");
    return existing(model)
        .orElseGet(
            () ->
                model.equals(BundledModel.NAME)
                    ? BundledModel.folder(ClipLoader.class.getClassLoader(), UserCache.folder())
                    : pull(model));
  }

  private static Optional<Path> existing(String model) {
    try {
      return Optional.of(Path.of(model)).filter(Files::exists);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isHubName(String model) {
    return model.matches("(hf-hub:)?[\\w-][\\w.-]*/[\\w.-]+(@[\\w./-]+)?");
  }

  private static CheckpointException unknown(String model, ModelCatalog catalog) {
    List<String> names =
        catalog.entries().stream()
            .flatMap(
                entry -> Stream.of(entry.name(), entry.plainArchitecture() + ":" + entry.tag()))
            .toList();
    List<String> nearest = NearestNames.find(model, names, SUGGESTIONS);
    return new UnknownModelException(
        "%s: no such file or folder, and no known model%s"
            .formatted(
                model,
                nearest.isEmpty()
                    ? ""
                    : "; the nearest known ones are " + String.join(", ", nearest)),
        nearest);
  }

  private static ModelHub environmentHub() {
    List<String> names =
        ModelCatalog.load().entries().stream().map(ModelCatalog.Entry::name).toList();
    return new ModelHub(HubOptions.fromEnvironment(System.getenv()), names);
  }
}
