package dev.jclip.checkpoint;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.config.DType;
import dev.jclip.config.json.CaptionDecoderJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.io.AtomicFile;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.StoredForm;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.TensorToWrite;
import dev.jclip.weights.keys.KeyLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes checkpoints that transformers and open_clip load and compute the same numbers from. Each
 * file appears complete or not at all. Immutable; safe for many threads at once.
 *
 * @param config the architecture
 * @param preprocessing how images are prepared for it
 * @param precision how the weights are stored: {@code F32}, {@code F16} or {@code BF16}
 */
public record CheckpointWriter(ClipConfig config, PreprocessConfig preprocessing, DType precision) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  static final Map<String, String> METADATA = Map.of("format", "pt");

  /** Where transformers keeps the settings of an image processor, since its version 5 ... */
  static final String PROCESSOR = "processor_config.json";

  /** ... under this name ... */
  static final String IMAGE_PROCESSOR = "image_processor";

  /** ... and where every version looks for them after that. */
  static final String PREPROCESSOR = "preprocessor_config.json";

  /** Checks the precision. */
  public CheckpointWriter {
    var _ = new TensorStorage(precision);
  }

  /**
   * Writes a transformers folder: {@code model.safetensors} (in shards above 5 GB), {@code
   * config.json} and {@code preprocessor_config.json}, which versions 4 and 5 read. A {@code
   * processor_config.json} that is there already would come before it and gets the same settings.
   *
   * @throws CheckpointException when transformers cannot express the model, before anything is
   *     written, or when a file cannot be written
   */
  public void writeTransformers(Path folder, Weights weights) {
    TwoTowerFamily family = ModelFamilies.of(config);
    StoredForm form = family.form(towers(), Layout.TRANSFORMERS);
    Map<String, Object> pictures =
        PreprocessJson.writeHuggingFace(preprocessing, family.imageProcessor());
    createFolder(folder);
    try (TensorScope _ = TensorScope.inference()) {
      SafetensorsWriter.writeSharded(
          folder,
          "model",
          tensors(weights, form.keys()),
          METADATA,
          SafetensorsWriter.DEFAULT_SHARD_BYTES);
    }
    writeJson(folder.resolve(PREPROCESSOR), pictures);
    if (Files.exists(folder.resolve(PROCESSOR))) {
      writeJson(folder.resolve(PROCESSOR), Map.of(IMAGE_PROCESSOR, pictures));
    }
    writeJson(folder.resolve("config.json"), form.configuration());
    writeDecoder(folder, weights);
  }

  /**
   * Writes an open_clip folder: {@code open_clip_model.safetensors} and {@code
   * open_clip_config.json}.
   *
   * @throws CheckpointException when open_clip cannot express the model, before anything is
   *     written, or when a file cannot be written
   */
  public void writeOpenClip(Path folder, Weights weights) {
    var description = new LinkedHashMap<String, Object>();
    StoredForm form = ModelFamilies.of(config).form(towers(), Layout.OPEN_CLIP);
    description.put("model_cfg", form.configuration());
    description.put("preprocess_cfg", PreprocessJson.writeOpenClip(preprocessing));
    createFolder(folder);
    try (TensorScope _ = TensorScope.inference()) {
      SafetensorsWriter.write(
          folder.resolve("open_clip_model.safetensors"), tensors(weights, form.keys()), METADATA);
    }
    writeJson(folder.resolve("open_clip_config.json"), description);
    writeDecoder(folder, weights);
  }

  /** What other libraries know: a separate caption decoder goes to files of its own. */
  private ClipConfig towers() {
    return decoder().isPresent() ? config.withoutDecoder() : config;
  }

  private Optional<CaptionDecoder> decoder() {
    return config.decoder().filter(CaptionDecoder::isSeparate);
  }

  private void writeDecoder(Path folder, Weights weights) {
    decoder()
        .ifPresentOrElse(
            decoder -> {
              try (TensorScope _ = TensorScope.inference()) {
                SafetensorsWriter.write(
                    folder.resolve(CaptionDecoderFiles.WEIGHTS), decoderTensors(weights), METADATA);
              }
              writeJson(
                  folder.resolve(CaptionDecoderFiles.CONFIG), CaptionDecoderJson.write(decoder));
            },
            () -> CaptionDecoderFiles.delete(folder));
    DetectorCheckpoint.delete(folder);
  }

  private List<TensorToWrite> decoderTensors(Weights weights) {
    var stored = new TensorStorage(precision);
    return weights.tensors().entrySet().stream()
        .filter(entry -> CaptionDecoderFiles.hold(entry.getKey()))
        .map(entry -> stored.whole(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Deletes files that stand beside a model, where there are any.
   *
   * @param what they are, such as "detector"
   */
  static void deleteOfEarlierModel(Path folder, String what, String... names) {
    try {
      for (String name : names) {
        Files.deleteIfExists(folder.resolve(name));
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "%s: the %s of an earlier model cannot be deleted: %s"
              .formatted(folder, what, e.getMessage()),
          e);
    }
  }

  static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CheckpointException(folder + ": cannot be created: " + e.getMessage(), e);
    }
  }

  static void writeJson(Path file, Map<String, Object> content) {
    AtomicFile.write(file, MAPPER.writeValueAsBytes(content));
  }

  private List<TensorToWrite> tensors(Weights weights, KeyLayout keys) {
    boolean decoderIsElsewhere = decoder().isPresent();
    var stored = new TensorStorage(precision);
    var tensors = new ArrayList<TensorToWrite>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (!decoderIsElsewhere || !CaptionDecoderFiles.hold(name)) {
                tensors.addAll(stored.of(keys.stored(name), tensor));
              }
            });
    return tensors;
  }
}
