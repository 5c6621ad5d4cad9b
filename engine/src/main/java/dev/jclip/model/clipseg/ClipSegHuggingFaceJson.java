package dev.jclip.model.clipseg;

import dev.jclip.config.json.HuggingFaceJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import dev.jclip.model.clipseg.ClipSegConfig.Upsampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture as transformers writes it: the {@code config.json} of a {@code
 * CLIPSegForImageSegmentation}, whose absent fields have the defaults of transformers' {@code
 * CLIPSegConfig}. Its {@code decoder_hidden_act} is read by nobody: the decoder has ReLUs.
 */
final class ClipSegHuggingFaceJson {
  private static final String MODEL_TYPE = "model_type";
  private static final String KIND = "clipseg";
  private static final String REFINED = "use_complex_transposed_convolution";

  private ClipSegHuggingFaceJson() {}

  static ClipSegConfig read(JsonFields root) {
    if (!root.stringOr(MODEL_TYPE, KIND).equals(KIND)) {
      throw root.wrong(MODEL_TYPE, KIND + ", whose tensors lie beside it");
    }
    try {
      return new ClipSegConfig(
          HuggingFaceJson.readTowers(root),
          root.intList("extract_layers").orElse(List.of(3, 6, 9)),
          new ClipSegConfig.Decoder(
              root.intOr("reduce_dim", 64),
              root.intOr("decoder_num_attention_heads", 4),
              root.intOr("decoder_intermediate_size", 2048),
              root.intOr("conditional_layer", 0),
              root.booleanOr(REFINED, false) ? Upsampling.REFINED : Upsampling.SINGLE));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(root.file() + ": " + e.getMessage(), e);
    }
  }

  /** Writes a {@code config.json} that transformers builds the same model from. */
  static Map<String, Object> write(ClipSegConfig config) {
    var root = new LinkedHashMap<>(HuggingFaceJson.write(config.towers()));
    root.put("architectures", List.of("CLIPSegForImageSegmentation"));
    root.put(MODEL_TYPE, KIND);
    for (String tower : List.of("text", "vision")) {
      root.computeIfPresent(
          tower + "_config", (_, fields) -> ofKind(fields, KIND + "_" + tower + "_model"));
    }
    root.put("extract_layers", config.extracted());
    root.put("reduce_dim", config.decoder().width());
    root.put("decoder_num_attention_heads", config.decoder().heads());
    root.put("decoder_intermediate_size", config.decoder().mlpWidth());
    root.put("conditional_layer", config.decoder().conditionalLayer());
    root.put(REFINED, config.decoder().upsampling() == Upsampling.REFINED);
    return root;
  }

  private static Map<Object, Object> ofKind(Object fields, String kind) {
    var copy = new LinkedHashMap<Object, Object>((Map<?, ?>) fields);
    copy.put(MODEL_TYPE, kind);
    return copy;
  }
}
