package dev.jclip.checkpoint;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.ModelFiles;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.model.Vocabularies;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint of a model with two towers on disk: recognised, its architecture known, its weights
 * not loaded yet. Closing it unmaps its files; weights that were loaded stay. Safe for many threads
 * at once.
 */
public final class Checkpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private final ModelFiles files;
  private final TwoTowerFamily family;
  private final Layout layout;
  private final ClipConfig config;
  private final int storedImageSize;
  private final boolean resizable;

  private Checkpoint(
      ModelFiles files,
      ModelFamilies.Recognised recognised,
      ClipConfig config,
      int storedImageSize,
      boolean resizable) {
    this.files = files;
    this.family = recognised.family();
    this.layout = recognised.layout();
    this.config = config;
    this.storedImageSize = storedImageSize;
    this.resizable = resizable;
  }

  /** Opens a file with weights, or a folder that holds one. */
  public static Checkpoint open(Path fileOrFolder) {
    return open(fileOrFolder, Optional.empty(), OptionalInt.empty());
  }

  /**
   * Opens a file with weights, or a folder that holds one.
   *
   * @param architecture what the checkpoint is, where its files do not say it or say it wrong
   * @param imageSize side of the images in pixels, where it shall differ from the checkpoint's; the
   *     positions of the patches are interpolated
   * @throws CheckpointException if there is no checkpoint of a whole model
   */
  public static Checkpoint open(
      Path fileOrFolder, Optional<ClipConfig> architecture, OptionalInt imageSize) {
    Path folder = folderOf(fileOrFolder);
    Path file = Files.isDirectory(fileOrFolder) ? WeightFiles.in(folder) : fileOrFolder;
    StateDict stateDict = StateDict.open(file);
    try {
      return recognise(unwrapped(new ModelFiles(folder, stateDict)), architecture, imageSize);
    } catch (RuntimeException | Error e) {
      stateDict.close();
      throw e;
    }
  }

  /**
   * The folder with a model's files: the file's own, or the one that was named, or one below it.
   */
  public static Path folderOf(Path fileOrFolder) {
    return Files.isDirectory(fileOrFolder)
        ? SentenceTransformersFolder.modelIn(fileOrFolder)
        : Optional.ofNullable(fileOrFolder.toAbsolutePath().getParent()).orElse(Path.of(""));
  }

  /** Without what wrappers of whole models put before every name, whatever it is. */
  private static ModelFiles unwrapped(ModelFiles files) {
    StateDict stored = files.tensors();
    ModelFiles plain = new ModelFiles(files.folder(), stored.withoutPrefix(stored.commonPrefix()));
    if (ModelFamilies.recognise(files).isPresent() || ModelFamilies.recognise(plain).isEmpty()) {
      return files;
    }
    if (!plain.tensors().leftOut().isEmpty()) {
      LOG.warn(
          "{}: the names of all tensors begin with \"{}\", which is left out",
          stored.files().getFirst(),
          plain.tensors().leftOut());
    }
    return plain;
  }

  private static Checkpoint recognise(
      ModelFiles files, Optional<ClipConfig> architecture, OptionalInt imageSize) {
    ModelFamilies.Recognised recognised =
        ModelFamilies.recognise(files)
            .orElseThrow(() -> ForeignCheckpoint.describe(files.tensors()));
    TwoTowerFamily family = recognised.family();
    Layout layout = recognised.layout();
    ClipConfig towers = architecture.orElseGet(() -> family.configuration(files, layout));
    ClipConfig stored =
        CaptionDecoderFiles.describedIn(files)
            .map(decoder -> CaptionDecoderFiles.join(towers, decoder, files.folder()))
            .orElse(towers);
    if (!family.builds(stored)) {
      throw new CheckpointException(
          "%s: expected an architecture of %s, whose tensors these are, found %s"
              .formatted(files.tensors().files().getFirst(), family.name(), stored));
    }
    ClipConfig config = imageSize.isPresent() ? stored.withImageSize(imageSize.getAsInt()) : stored;
    boolean resizable =
        layout != Layout.TRANSFORMERS || architecture.isPresent() || imageSize.isPresent();
    return new Checkpoint(files, recognised, config, stored.vision().imageSize(), resizable);
  }

  /** The folder that holds the weights, and so what else belongs to the checkpoint. */
  public Path folder() {
    return files.folder();
  }

  /** The family of models that it belongs to. */
  public TwoTowerFamily family() {
    return family;
  }

  /** The vocabulary files that it can have. */
  public Vocabularies vocabularies() {
    return family.vocabularies(files, layout);
  }

  /** The published form it has. */
  public Layout layout() {
    return layout;
  }

  /** The architecture that its weights are loaded into. */
  public ClipConfig config() {
    return config;
  }

  /**
   * How the checkpoint's images are preprocessed: as its files say, else as its peer does by
   * default. Where the image size was changed, the result has the new size.
   */
  public PreprocessConfig preprocessing() {
    int imageSize = config.vision().imageSize();
    if (imageSize != storedImageSize) {
      return readPreprocessing(storedImageSize).withImageSize(imageSize);
    }
    return readPreprocessing(imageSize);
  }

  private PreprocessConfig readPreprocessing(int imageSize) {
    Optional<PreprocessConfig> described =
        switch (layout) {
          case TRANSFORMERS ->
              files
                  .json(CheckpointWriter.PROCESSOR)
                  .flatMap(fields -> fields.object(CheckpointWriter.IMAGE_PROCESSOR))
                  .or(() -> files.json(CheckpointWriter.PREPROCESSOR))
                  .map(
                      fields ->
                          PreprocessJson.readHuggingFace(
                              fields, family.imageProcessor(), imageSize));
          case OPEN_CLIP, OPENAI ->
              files
                  .json("open_clip_config.json")
                  .flatMap(fields -> fields.object("preprocess_cfg"))
                  .map(fields -> PreprocessJson.readOpenClip(fields, imageSize));
        };
    return described.orElseGet(() -> family.defaultPreprocessing(layout, imageSize));
  }

  /** The files with the weights. */
  public List<Path> files() {
    Stream<Path> decoder =
        hasSeparateDecoder()
            ? Stream.of(folder().resolve(CaptionDecoderFiles.WEIGHTS))
            : Stream.empty();
    return Stream.concat(files.tensors().files().stream(), decoder).toList();
  }

  /** The kinds of numbers that the weights are stored as. */
  public Set<DType> storedTypes() {
    return files.tensors().tensors().values().stream()
        .map(StoredTensor::dtype)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Loads the weights as float32. The caller owns and closes them.
   *
   * @throws CheckpointException naming each tensor that is missing, surplus or of another shape
   */
  public Weights loadWeights() {
    return weightSource().readAll();
  }

  /**
   * The weights to be read when they are needed. Closing the source closes this checkpoint.
   *
   * @throws CheckpointException naming each tensor that is missing, surplus or of another shape
   */
  public WeightSource weightSource() {
    List<ParameterSpec> all = family.parameters(config);
    if (!hasSeparateDecoder()) {
      return towers(all);
    }
    Predicate<ParameterSpec> ofDecoder = spec -> CaptionDecoderFiles.hold(spec.name());
    List<ParameterSpec> ofTowers = all.stream().filter(ofDecoder.negate()).toList();
    List<ParameterSpec> decoder = all.stream().filter(ofDecoder).toList();
    return new JoinedWeights(
        towers(ofTowers),
        ofTowers,
        CaptionDecoderFiles.open(
            folder(), config.vision().tokens(), decoder, layout.interpolation()),
        CaptionDecoderFiles::hold);
  }

  private boolean hasSeparateDecoder() {
    return config.decoder().filter(CaptionDecoder::isSeparate).isPresent();
  }

  private WeightLoader towers(List<ParameterSpec> specs) {
    return new WeightLoader(
        files.tensors(),
        family.keys(files, layout),
        specs,
        new PositionGrid(family.positionsBeforeGrid(), layout.interpolation(), resizable));
  }

  @Override
  public void close() {
    files.tensors().close();
  }
}
