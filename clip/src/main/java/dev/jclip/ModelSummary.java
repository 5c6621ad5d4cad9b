package dev.jclip;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.TokenizerException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.Vocabularies;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What is in a checkpoint.
 *
 * @param layout its published form
 * @param files the files with its weights
 * @param storedTypes the kinds of numbers in them
 * @param architecture the known architecture that it is, by open_clip's name, if any
 * @param config the architecture in full
 * @param imageParameters learned numbers of the image tower
 * @param textParameters learned numbers of the text tower and the scale
 * @param decoderParameters learned numbers of the caption decoder; 0 where there is none
 * @param preprocessing how its images are prepared
 * @param tokenizer what its vocabulary is, or why it has none
 */
public record ModelSummary(
    Layout layout,
    List<Path> files,
    List<String> storedTypes,
    Optional<String> architecture,
    ClipConfig config,
    long imageParameters,
    long textParameters,
    long decoderParameters,
    PreprocessConfig preprocessing,
    String tokenizer) {
  static ModelSummary of(Checkpoint checkpoint, Supplier<Tokenizer> tokenizer) {
    ClipConfig config = checkpoint.config();
    List<ParameterSpec> specs = checkpoint.family().parameters(config);
    long all = count(specs, "");
    long image = count(specs, "visual.");
    long decoder = count(specs, "text_decoder.");
    return new ModelSummary(
        checkpoint.layout(),
        checkpoint.files(),
        checkpoint.storedTypes().stream().map(Enum::name).toList(),
        nameOf(config),
        config,
        image,
        all - image - decoder,
        decoder,
        checkpoint.preprocessing(),
        describe(checkpoint.vocabularies(), tokenizer));
  }

  private static long count(List<ParameterSpec> specs, String prefix) {
    return specs.stream()
        .filter(ParameterSpec::learned)
        .filter(spec -> spec.name().startsWith(prefix))
        .mapToLong(ParameterSpec::elementCount)
        .sum();
  }

  /** Compares what open_clip would write, since the layouts differ in what cannot matter. */
  private static Optional<String> nameOf(ClipConfig config) {
    Map<String, Object> written;
    try {
      written = ModelFamilies.of(config).form(config, Layout.OPEN_CLIP).configuration();
    } catch (CheckpointException e) {
      return Optional.empty();
    }
    String shown = comparable(written);
    return Architectures.load().all().entrySet().stream()
        .filter(known -> comparable(OpenClipJson.write(known.getValue())).equals(shown))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Neither the pad token nor, with a class token, where the norm stands changes a number. */
  private static String comparable(Map<String, Object> model) {
    return model
        .toString()
        .replaceAll(", pad_id=\\d+", "")
        .replaceAll(", pool_type=eos, eos_id=\\d+", "")
        .replace(", final_ln_after_pool=true", "");
  }

  private static String describe(Vocabularies vocabularies, Supplier<Tokenizer> tokenizer) {
    try {
      return vocabularies.describe(tokenizer.get());
    } catch (TokenizerException e) {
      return "none: " + e.getMessage();
    }
  }

  /** The summary as named values, for people's tables and programs' JSON. */
  public Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("layout", layout.name().toLowerCase(Locale.ROOT));
    fields.put("architecture", architecture.orElse("custom"));
    fields.put("files", files.stream().map(Path::toString).toList());
    fields.put("storedTypes", storedTypes);
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("total", imageParameters + textParameters + decoderParameters);
    parameters.put("image", imageParameters);
    parameters.put("text", textParameters);
    if (config.decoder().isPresent()) {
      parameters.put("decoder", decoderParameters);
    }
    fields.put("parameters", parameters);
    fields.put("config", ModelFamilies.of(config).describe(config));
    fields.put("preprocessing", preprocessingFields());
    fields.put("tokenizer", tokenizer);
    return fields;
  }

  private Map<String, Object> preprocessingFields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("width", preprocessing.width());
    fields.put("height", preprocessing.height());
    fields.putAll(new TreeMap<>(resizeFields()));
    fields.put("interpolation", preprocessing.interpolation());
    fields.put("mean", preprocessing.mean());
    fields.put("std", preprocessing.std());
    return fields;
  }

  private Map<String, Object> resizeFields() {
    return switch (preprocessing.resize()) {
      case Resize.Shortest(int edge) -> Map.of("resizeMode", "SHORTEST", "shortestEdge", edge);
      case Resize.ShortestWithin(int edge, int limit) ->
          Map.of("resizeMode", "SHORTEST_WITHIN", "shortestEdge", edge, "longestEdge", limit);
      case Resize.Within(int width, int height) ->
          Map.of("resizeMode", "WITHIN", "maxWidth", width, "maxHeight", height);
      case Resize.Squash(int width, int height) ->
          Map.of("resizeMode", "SQUASH", "resizedWidth", width, "resizedHeight", height);
      case Resize.Cover() -> Map.of("resizeMode", "COVER");
      case Resize.Longest() -> Map.of("resizeMode", "LONGEST");
      case Resize.PaddedSquare(int side, double fill) ->
          Map.of("resizeMode", "PADDED_SQUARE", "side", side, "fill", fill);
      case Resize.Unscaled() -> Map.of("resizeMode", "NONE");
    };
  }
}
