package dev.jclip.checkpoint;

import dev.jclip.config.DType;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamily;
import dev.jclip.model.ModelFiles;
import dev.jclip.model.StoredForm;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.TensorToWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A checkpoint of a family that is named when it is opened, such as one of detectors: its
 * architecture known, its weights not loaded yet. Closing it unmaps its files; weights that were
 * loaded stay. Safe for many threads at once.
 *
 * @param <C> describes an architecture of the family
 */
public final class FamilyCheckpoint<C> implements AutoCloseable {
  private final ModelFamily<C> family;
  private final ModelFiles files;
  private final Layout layout;
  private final C stored;
  private final C config;

  private FamilyCheckpoint(
      ModelFamily<C> family, ModelFiles files, Layout layout, UnaryOperator<C> change) {
    this.family = family;
    this.files = files;
    this.layout = layout;
    stored = family.configuration(files, layout);
    config = change.apply(stored);
  }

  /** Opens a file with weights, or a folder that holds one. */
  public static <C> FamilyCheckpoint<C> open(Path fileOrFolder, ModelFamily<C> family) {
    return open(fileOrFolder, family, UnaryOperator.identity());
  }

  /**
   * Opens a file with weights, or a folder that holds one.
   *
   * @param change makes another architecture of the checkpoint's, such as one for larger images;
   *     the positions of the patches are then interpolated
   * @throws dev.jclip.error.CheckpointException if there is no checkpoint of this family
   */
  public static <C> FamilyCheckpoint<C> open(
      Path fileOrFolder, ModelFamily<C> family, UnaryOperator<C> change) {
    Path folder = Checkpoint.folderOf(fileOrFolder);
    Path file = Files.isDirectory(fileOrFolder) ? WeightFiles.in(folder) : fileOrFolder;
    StateDict tensors = StateDict.open(file);
    try {
      var files = new ModelFiles(folder, tensors);
      Layout layout =
          family
              .recognise(files)
              .orElseThrow(() -> ForeignCheckpoint.describe(files, "a model of " + family.name()));
      return new FamilyCheckpoint<>(family, files, layout, change);
    } catch (RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }

  /** What the checkpoint shows beside its weights. */
  public ModelFiles files() {
    return files;
  }

  /** The architecture as the checkpoint's files say it. */
  public C stored() {
    return stored;
  }

  /** The architecture that the weights are loaded into. */
  public C config() {
    return config;
  }

  /**
   * How the images of this architecture are prepared, as the files say; empty where they do not.
   *
   * @param processor the image processor of transformers that is meant where the files name none
   * @param imageSize the side of the images of the architecture as it is stored
   * @throws dev.jclip.error.CheckpointException if the files ask for another size
   */
  public Optional<PreprocessConfig> preprocessing(String processor, int imageSize) {
    return settings().map(fields -> PreprocessJson.readHuggingFace(fields, processor, imageSize));
  }

  /**
   * How images are prepared, as the files say, for an architecture that takes images of any size;
   * empty where they do not.
   *
   * @param processor the image processor of transformers that is meant where the files name none
   */
  public Optional<PreprocessConfig> preprocessing(String processor) {
    return settings().map(fields -> PreprocessJson.readHuggingFace(fields, processor));
  }

  private Optional<JsonFields> settings() {
    return files
        .json(CheckpointWriter.PROCESSOR)
        .flatMap(fields -> fields.object(CheckpointWriter.IMAGE_PROCESSOR))
        .or(() -> files.json(CheckpointWriter.PREPROCESSOR));
  }

  /**
   * The weights to be read when they are needed. Closing the source closes this checkpoint.
   *
   * @throws dev.jclip.error.CheckpointException naming each tensor that is missing, surplus or of
   *     another shape
   */
  public WeightSource weightSource() {
    boolean resizable = !config.equals(stored);
    return new WeightLoader(
        files.tensors(),
        family.keys(files, layout),
        family.parameters(config),
        new PositionGrid(family.positionsBeforeGrid(), layout.interpolation(), resizable));
  }

  /**
   * Writes a folder that transformers reads: {@code model.safetensors}, {@code config.json} and
   * {@code preprocessor_config.json}. Each file appears complete or not at all.
   *
   * @param form how the model is written
   * @param images how images are prepared for it
   * @param processor the image processor of transformers that does so
   * @param precision how the weights are stored: {@code F32}, {@code F16} or {@code BF16}
   */
  public static void writeTransformers(
      Path folder,
      Weights weights,
      StoredForm form,
      PreprocessConfig images,
      String processor,
      DType precision) {
    var storage = new TensorStorage(precision);
    Map<String, Object> settings = PreprocessJson.writeHuggingFace(images, processor);
    CheckpointWriter.createFolder(folder);
    try (TensorScope _ = TensorScope.inference()) {
      List<TensorToWrite> tensors =
          weights.tensors().entrySet().stream()
              .flatMap(
                  entry ->
                      storage.of(form.keys().stored(entry.getKey()), entry.getValue()).stream())
              .toList();
      SafetensorsWriter.writeSharded(
          folder,
          "model",
          tensors,
          CheckpointWriter.METADATA,
          SafetensorsWriter.DEFAULT_SHARD_BYTES);
    }
    CheckpointWriter.writeJson(folder.resolve(CheckpointWriter.PREPROCESSOR), settings);
    CheckpointWriter.writeJson(folder.resolve("config.json"), form.configuration());
  }

  @Override
  public void close() {
    files.tensors().close();
  }
}
