package dev.jclip.model.owl;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.config.json.HuggingFaceFields;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture as transformers writes it: the {@code config.json} of an {@code
 * OwlViTForObjectDetection} or {@code Owlv2ForObjectDetection}, whose absent fields have the
 * defaults of transformers' configurations. Published files hold little else than what differs from
 * them.
 */
final class OwlHuggingFaceJson {
  private static final double DEFAULT_EPSILON = 1e-5;
  private static final String EPSILON = "layer_norm_eps";
  private static final String MODEL_TYPE = "model_type";

  private OwlHuggingFaceJson() {}

  /**
   * Reads a {@code config.json}.
   *
   * @param version which the tensors are
   */
  static OwlConfig read(JsonFields root, OwlConfig.Version version) {
    if (!root.stringOr(MODEL_TYPE, version.key()).equals(version.key())) {
      throw root.wrong(MODEL_TYPE, version.key() + ", whose tensors lie beside it");
    }
    JsonFields text = root.object("text_config").orElseGet(root::emptyObject);
    JsonFields vision = root.object("vision_config").orElseGet(root::emptyObject);
    try {
      return new OwlConfig(
          version,
          new ClipConfig(
              root.intOr("projection_dim", 512),
              readVision(vision, version),
              readText(text),
              false));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(root.file() + ": " + e.getMessage(), e);
    }
  }

  private static VitConfig readVision(JsonFields vision, OwlConfig.Version version) {
    if (vision.intOr("num_channels", 3) != 3) {
      throw vision.wrong("num_channels", "3");
    }
    int patchSize =
        switch (version) {
          case OWL_VIT -> 32;
          case OWL_V2 -> 16;
        };
    return VitConfig.builder()
        .imageSize(HuggingFaceFields.squareSide(vision, "image_size", 768))
        .patchSize(HuggingFaceFields.squareSide(vision, "patch_size", patchSize))
        .width(vision.intOr("hidden_size", 768))
        .layers(vision.intOr("num_hidden_layers", 12))
        .heads(vision.intOr("num_attention_heads", 12))
        .mlpWidth(vision.intOr("intermediate_size", 3072))
        .activation(HuggingFaceFields.activation(vision, Activation.QUICK_GELU))
        .layerNormEps(vision.doubleOr(EPSILON, DEFAULT_EPSILON))
        .build();
  }

  /** A text is pooled at its largest id, which the end token has. */
  private static TextConfig readText(JsonFields text) {
    int vocabSize = text.intOr("vocab_size", 49408);
    return TextConfig.builder()
        .contextLength(text.intOr("max_position_embeddings", 16))
        .vocabSize(vocabSize)
        .width(text.intOr("hidden_size", 512))
        .layers(text.intOr("num_hidden_layers", 12))
        .heads(text.intOr("num_attention_heads", 8))
        .mlpWidth(text.intOr("intermediate_size", 2048))
        .activation(HuggingFaceFields.activation(text, Activation.QUICK_GELU))
        .eotToken(Math.min(text.intOr("eos_token_id", 49407), vocabSize - 1))
        .padToken(text.intOr("pad_token_id", 0))
        .layerNormEps(text.doubleOr(EPSILON, DEFAULT_EPSILON))
        .build();
  }

  /** Writes a {@code config.json} that transformers builds the same model from. */
  static Map<String, Object> write(OwlConfig config) {
    String key = config.version().key();
    String architecture =
        switch (config.version()) {
          case OWL_VIT -> "OwlViTForObjectDetection";
          case OWL_V2 -> "Owlv2ForObjectDetection";
        };
    var root = new LinkedHashMap<String, Object>();
    root.put("architectures", List.of(architecture));
    root.put(MODEL_TYPE, key);
    root.put("projection_dim", config.towers().embedDim());
    root.put("vision_config", writeVision(config.vision(), key));
    root.put("text_config", writeText(config.towers().text(), key));
    return root;
  }

  private static Map<String, Object> writeVision(VitConfig vision, String key) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(MODEL_TYPE, key + "_vision_model");
    fields.put("hidden_size", vision.width());
    fields.put("intermediate_size", vision.mlpWidth());
    fields.put("num_hidden_layers", vision.layers());
    fields.put("num_attention_heads", vision.heads());
    fields.put("num_channels", 3);
    fields.put("image_size", vision.imageSize());
    fields.put("patch_size", vision.patchSize());
    fields.put("hidden_act", HuggingFaceFields.name(vision.activation()));
    fields.put(EPSILON, vision.layerNormEps());
    return fields;
  }

  private static Map<String, Object> writeText(TextConfig text, String key) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(MODEL_TYPE, key + "_text_model");
    fields.put("vocab_size", text.vocabSize());
    fields.put("hidden_size", text.width());
    fields.put("intermediate_size", text.mlpWidth());
    fields.put("num_hidden_layers", text.layers());
    fields.put("num_attention_heads", text.heads());
    fields.put("max_position_embeddings", text.contextLength());
    fields.put("hidden_act", HuggingFaceFields.name(text.activation()));
    fields.put(EPSILON, text.layerNormEps());
    fields.put("bos_token_id", text.eotToken() - 1);
    fields.put("eos_token_id", text.eotToken());
    fields.put("pad_token_id", text.padToken());
    return fields;
  }
}
