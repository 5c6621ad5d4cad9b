package dev.jclip.checkpoint;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Vocabularies;
import dev.jclip.model.detector.DetectorConfig;
import dev.jclip.model.detector.DetectorConfig.Neck;
import dev.jclip.model.detector.DetectorConfig.Tower;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A detector in the folder of the CLIP model beside which it stands: {@value #CONFIG} and {@value
 * #WEIGHTS}. Other libraries open the model without it, and its vectors are the same. Closing it
 * unmaps the files. Safe for many threads at once.
 */
public final class DetectorCheckpoint implements AutoCloseable {
  static final String CONFIG = "object_detector.json";
  static final String WEIGHTS = "object_detector.safetensors";

  private static final String IMAGE_SIZE = "image_size";
  private static final String TOWER = "image_tower";
  private static final String NECK = "neck";
  private static final String WIDTH = "width";
  private static final String LAYERS = "layers";
  private static final String HEADS = "heads";
  private static final String OBJECTNESS = "objectness";

  private final Checkpoint clip;
  private final DetectorConfig config;

  private DetectorCheckpoint(Checkpoint clip, DetectorConfig config) {
    this.clip = clip;
    this.config = config;
  }

  /** Whether a detector stands beside the model in a folder or a file. */
  public static boolean isAt(Path fileOrFolder) {
    return Files.isRegularFile(Checkpoint.folderOf(fileOrFolder).resolve(CONFIG));
  }

  /** Whether a file belongs to a detector. */
  public static boolean isFileOfOne(Path file) {
    String name = file.getFileName().toString();
    return name.equals(CONFIG) || name.equals(WEIGHTS);
  }

  /**
   * Opens the detector beside a model.
   *
   * @throws CheckpointException if there is none, it is damaged, or it is built on other towers
   */
  public static DetectorCheckpoint open(Path fileOrFolder) {
    Path file = Checkpoint.folderOf(fileOrFolder).resolve(CONFIG);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          file + ": expected the description of a detector, found no such file");
    }
    JsonFields fields = JsonFields.read(file);
    Checkpoint clip =
        Checkpoint.open(
            fileOrFolder, Optional.empty(), OptionalInt.of(fields.requiredInt(IMAGE_SIZE)));
    try {
      return new DetectorCheckpoint(clip, read(fields, clip.config()));
    } catch (IllegalArgumentException e) {
      clip.close();
      throw new CheckpointException(
          "%s: the detector does not fit the model beside it: %s".formatted(file, e.getMessage()),
          e);
    } catch (RuntimeException | Error e) {
      clip.close();
      throw e;
    }
  }

  private static DetectorConfig read(JsonFields fields, ClipConfig towers) {
    Optional<Neck> neck =
        fields
            .object(NECK)
            .map(
                sizes ->
                    new Neck(
                        sizes.requiredInt(WIDTH),
                        sizes.requiredInt(LAYERS),
                        sizes.requiredInt(HEADS)));
    Tower tower =
        switch (fields.requiredString(TOWER)) {
          case "shared" -> Tower.SHARED;
          case "own" -> Tower.OWN;
          default -> throw fields.wrong(TOWER, "shared or own");
        };
    return new DetectorConfig(
        towers, fields.requiredInt(IMAGE_SIZE), tower, neck, fields.booleanOr(OBJECTNESS, false));
  }

  private static Map<String, Object> fields(DetectorConfig config) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(IMAGE_SIZE, config.imageSize());
    fields.put(
        TOWER,
        switch (config.tower()) {
          case SHARED -> "shared";
          case OWN -> "own";
        });
    config
        .neck()
        .ifPresent(
            neck ->
                fields.put(
                    NECK, Map.of(WIDTH, neck.width(), LAYERS, neck.layers(), HEADS, neck.heads())));
    fields.put(OBJECTNESS, config.objectness());
    return fields;
  }

  /** The architecture. */
  public DetectorConfig config() {
    return config;
  }

  /** The folder with the model's files and the detector's. */
  public Path folder() {
    return clip.folder();
  }

  /** The files with the weights of both. */
  public List<Path> files() {
    return Stream.concat(clip.files().stream(), Stream.of(folder().resolve(WEIGHTS))).toList();
  }

  /** The vocabulary files that the model can have. */
  public Vocabularies vocabularies() {
    return clip.vocabularies();
  }

  /** How images are prepared: scaled to the detector's square, normalised as the model's are. */
  public PreprocessConfig preprocessing() {
    return preprocessing(config.imageSize(), clip.preprocessing());
  }

  /**
   * How images are prepared for a detector beside a model.
   *
   * @param imageSize side of its images in pixels
   * @param ofModel says how values are normalised
   */
  public static PreprocessConfig preprocessing(int imageSize, PreprocessConfig ofModel) {
    return new PreprocessConfig(
        imageSize,
        imageSize,
        new Resize.Squash(imageSize, imageSize),
        Interpolation.BICUBIC,
        CropRounding.NO_CROP,
        ofModel.mean(),
        ofModel.std(),
        0);
  }

  /**
   * The weights of the model and the detector, to be read when they are needed. Closing the source
   * closes this checkpoint.
   *
   * @throws CheckpointException naming each tensor that is missing, surplus or of another shape
   */
  public WeightSource weightSource() {
    List<ParameterSpec> own = config.ownParameters();
    Set<String> names = own.stream().map(ParameterSpec::name).collect(Collectors.toSet());
    List<ParameterSpec> others =
        clip.family().parameters(clip.config()).stream()
            .filter(spec -> !names.contains(spec.name()))
            .toList();
    WeightSource ofClip = clip.weightSource();
    StateDict tensors = StateDict.open(folder().resolve(WEIGHTS));
    try {
      return new JoinedWeights(
          ofClip, others, WeightLoader.ofOwnNames(tensors, own), names::contains);
    } catch (RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }

  /**
   * Writes a detector beside a model that is there already. Each file appears complete or not at
   * all.
   *
   * @param weights hold at least the detector's own tensors
   * @param precision how they are stored: {@code F32}, {@code F16} or {@code BF16}
   */
  public static void write(Path folder, DetectorConfig config, Weights weights, DType precision) {
    var storage = new TensorStorage(precision);
    try (TensorScope _ = TensorScope.inference()) {
      SafetensorsWriter.write(
          folder.resolve(WEIGHTS),
          config.ownParameters().stream()
              .map(
                  spec ->
                      storage.whole(spec.name(), weights.parameter(spec.name(), spec.dimensions())))
              .toList(),
          CheckpointWriter.METADATA);
    }
    CheckpointWriter.writeJson(folder.resolve(CONFIG), fields(config));
  }

  /**
   * Writes this detector beside a copy of its model. The weights cannot be read from here any more.
   *
   * @param folder holds the copy
   * @param precision how weights are stored: {@code F32}, {@code F16} or {@code BF16}
   */
  public void writeTo(Path folder, DType precision) {
    try (WeightSource source = weightSource();
        Weights own = new Weights()) {
      for (ParameterSpec spec : config.ownParameters()) {
        try (TensorScope _ = TensorScope.inference()) {
          own.add(spec.name(), source.read(spec));
        }
      }
      write(folder, config, own, precision);
    }
  }

  /** Takes the detector of another model out of a folder. */
  static void delete(Path folder) {
    CheckpointWriter.deleteOfEarlierModel(folder, "detector", CONFIG, WEIGHTS);
  }

  @Override
  public void close() {
    clip.close();
  }
}
