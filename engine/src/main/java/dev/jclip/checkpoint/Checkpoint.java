package dev.jclip.checkpoint;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.HuggingFaceJson;
import dev.jclip.config.OpenClipJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.io.JsonFields;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.weights.CheckpointFormat;
import dev.jclip.weights.DType;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import dev.jclip.weights.keys.HuggingFaceKeys;
import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.OpenClipKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint of the CLIP family on disk: recognised, its architecture known, its weights not
 * loaded yet. Closing it unmaps its files; weights that were loaded stay. Safe for many threads at
 * once.
 */
public final class Checkpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  /** Numbers that OpenAI's archives carry beside the weights, and nobody else's do. */
  private static final Set<String> OPENAI_MARKS =
      Set.of("input_resolution", "context_length", "vocab_size");

  private static final String OPEN_CLIP_CONFIG = "open_clip_config.json";

  private final Path folder;
  private final Layout layout;
  private final ClipConfig config;
  private final int storedImageSize;
  private final boolean resizable;
  private final KeyLayout keys;
  private final StateDict stateDict;

  private Checkpoint(
      Path folder,
      Layout layout,
      ClipConfig config,
      int storedImageSize,
      boolean resizable,
      KeyLayout keys,
      StateDict stateDict) {
    this.folder = folder;
    this.layout = layout;
    this.config = config;
    this.storedImageSize = storedImageSize;
    this.resizable = resizable;
    this.keys = keys;
    this.stateDict = stateDict;
  }

  /** Opens a file with weights, or a folder that holds one. */
  public static Checkpoint open(Path fileOrFolder) {
    return open(fileOrFolder, Optional.empty(), OptionalInt.empty());
  }

  /**
   * Opens a file with weights, or a folder that holds one.
   *
   * @param architecture what the checkpoint is, where its files do not say it or say it wrong
   * @param imageSize side of the pictures in pixels, where it shall differ from the checkpoint's;
   *     the positions of the patches are interpolated
   * @throws CheckpointException if there is no checkpoint of a whole CLIP model
   */
  public static Checkpoint open(
      Path fileOrFolder, Optional<ClipConfig> architecture, OptionalInt imageSize) {
    Path folder = folderOf(fileOrFolder);
    Path file = Files.isDirectory(fileOrFolder) ? WeightFiles.in(folder) : fileOrFolder;
    StateDict stateDict = StateDict.open(file);
    try {
      return recognise(unwrapped(stateDict), folder, architecture, imageSize);
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
  private static StateDict unwrapped(StateDict stateDict) {
    StateDict plain = stateDict.withoutPrefix(stateDict.commonPrefix());
    StateDict known = isTransformers(stateDict) || isOpenClip(stateDict) ? stateDict : plain;
    if (!isTransformers(known) && !isOpenClip(known)) {
      return stateDict;
    }
    if (!known.leftOut().isEmpty()) {
      LOG.warn(
          "{}: the names of all tensors begin with \"{}\", which is left out",
          stateDict.files().getFirst(),
          known.leftOut());
    }
    return known;
  }

  private static boolean isTransformers(StateDict stateDict) {
    return has(stateDict, "vision_model.") && has(stateDict, "text_model.");
  }

  private static boolean isOpenClip(StateDict stateDict) {
    return has(stateDict, "visual.") && !has(stateDict, "visual.trunk.") && hasTextTower(stateDict);
  }

  private static Checkpoint recognise(
      StateDict stateDict, Path folder, Optional<ClipConfig> architecture, OptionalInt imageSize) {
    boolean transformers = isTransformers(stateDict);
    if (!transformers && !isOpenClip(stateDict)) {
      throw ForeignCheckpoint.describe(stateDict);
    }
    Layout layout =
        transformers ? Layout.TRANSFORMERS : isOpenAi(stateDict) ? Layout.OPENAI : Layout.OPEN_CLIP;
    ClipConfig stored =
        architecture.orElseGet(
            () -> transformers ? readTransformers(folder) : readOpenClip(stateDict, folder));
    ClipConfig config = imageSize.isPresent() ? stored.withImageSize(imageSize.getAsInt()) : stored;
    KeyLayout keys =
        transformers
            ? new HuggingFaceKeys()
            : new OpenClipKeys(has(stateDict, "text.") ? "text." : "");
    boolean resizable = !transformers || architecture.isPresent() || imageSize.isPresent();
    return new Checkpoint(
        folder, layout, config, stored.vision().imageSize(), resizable, keys, stateDict);
  }

  private static boolean has(StateDict stateDict, String prefix) {
    return stateDict.names().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private static boolean hasTextTower(StateDict stateDict) {
    return has(stateDict, "transformer.resblocks.")
        || has(stateDict, "text.transformer.resblocks.");
  }

  /** OpenAI's marks, or its mix of precisions: halves for matrices and float32 for the rest. */
  private static boolean isOpenAi(StateDict stateDict) {
    Set<DType> dtypes =
        stateDict.tensors().values().stream()
            .map(StoredTensor::dtype)
            .filter(DType::isFloat)
            .collect(Collectors.toSet());
    return stateDict.format() == CheckpointFormat.TORCHSCRIPT
        || OPENAI_MARKS.stream().anyMatch(stateDict.names()::contains)
        || dtypes.equals(Set.of(DType.F16, DType.F32));
  }

  private static ClipConfig readTransformers(Path folder) {
    Path file = folder.resolve("config.json");
    if (!Files.exists(file)) {
      throw new CheckpointException(
          "%s: the weights have transformers' keys, but there is no config.json beside them; it says the number of heads and the activation, which no tensor does"
              .formatted(folder));
    }
    return HuggingFaceJson.read(JsonFields.read(file));
  }

  private static ClipConfig readOpenClip(StateDict stateDict, Path folder) {
    for (String name : List.of(OPEN_CLIP_CONFIG, "config.json")) {
      Path file = folder.resolve(name);
      Optional<JsonFields> model =
          Files.exists(file) ? JsonFields.read(file).object("model_cfg") : Optional.empty();
      if (model.isPresent()) {
        return OpenClipJson.read(model.get());
      }
    }
    ClipConfig inferred = new ArchitectureInference(stateDict).infer();
    if (!isOpenAi(stateDict)) {
      LOG.warn(
          "{}: no open_clip_config.json beside it and no mark of OpenAI's in it; taken for OpenAI's architecture with QuickGELU. If it was trained with GELU, name its architecture.",
          stateDict.files().getFirst());
    }
    return inferred;
  }

  /** The folder that holds the weights, and so what else belongs to the checkpoint. */
  public Path folder() {
    return folder;
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
   * How the checkpoint's pictures are preprocessed: as its files say, else as its peer does by
   * default. Where the picture size was changed, the result has the new size.
   */
  public PreprocessConfig preprocessing() {
    int imageSize = config.vision().imageSize();
    if (imageSize != storedImageSize) {
      return readPreprocessing(storedImageSize).withImageSize(imageSize);
    }
    return readPreprocessing(imageSize);
  }

  private PreprocessConfig readPreprocessing(int imageSize) {
    return switch (layout) {
      case TRANSFORMERS ->
          described(CheckpointWriter.PROCESSOR)
              .flatMap(fields -> fields.object(CheckpointWriter.IMAGE_PROCESSOR))
              .or(() -> described(CheckpointWriter.PREPROCESSOR))
              .map(fields -> PreprocessJson.readHuggingFace(fields, imageSize))
              .orElseGet(() -> PreprocessJson.huggingFaceDefault(imageSize));
      case OPEN_CLIP, OPENAI ->
          described(OPEN_CLIP_CONFIG)
              .flatMap(fields -> fields.object("preprocess_cfg"))
              .map(fields -> PreprocessJson.readOpenClip(fields, imageSize))
              .orElse(PreprocessConfig.openAi(imageSize));
    };
  }

  private Optional<JsonFields> described(String name) {
    return Optional.of(folder.resolve(name)).filter(Files::exists).map(JsonFields::read);
  }

  /** The files with the weights. */
  public List<Path> files() {
    return stateDict.files();
  }

  /** The kinds of numbers that the weights are stored as. */
  public Set<DType> storedTypes() {
    return stateDict.tensors().values().stream()
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
    return new WeightLoader(
        stateDict, keys, layout.interpolation(), ClipModel.parameterSpecs(config), resizable);
  }

  @Override
  public void close() {
    stateDict.close();
  }
}
