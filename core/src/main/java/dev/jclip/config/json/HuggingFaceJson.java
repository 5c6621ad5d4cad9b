package dev.jclip.config.json;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.TextProjection;
import dev.jclip.config.VisionPooling;
import dev.jclip.config.VitConfig;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An architecture as transformers writes it: the {@code config.json} of a {@code CLIPModel}. */
public final class HuggingFaceJson {
  /**
   * The end token that old published configurations name although their vocabulary's is another;
   * transformers then looks for the largest id, and so does jclip.
   */
  private static final int LEGACY_EOT = 2;

  private static final double DEFAULT_EPSILON = 1e-5;

  private HuggingFaceJson() {}

  /** Reads a {@code config.json}; absent fields have transformers' defaults. */
  public static ClipConfig read(JsonFields root) {
    checkKind(root);
    return readTowers(root);
  }

  /** Reads CLIP's towers in the {@code config.json} of a model that contains them. */
  public static ClipConfig readTowers(JsonFields root) {
    JsonFields text = tower(root, "text_config");
    JsonFields vision = tower(root, "vision_config");
    try {
      return new ClipConfig(
          root.intOr("projection_dim", 512), readVision(vision), readText(text), false);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(root.file() + ": " + e.getMessage(), e);
    }
  }

  private static void checkKind(JsonFields root) {
    String kind = root.stringOr("model_type", "");
    switch (kind) {
      case "clip" -> {}
      case "clip_text_model" ->
          throw new CheckpointException(
              "%s: expected both towers of CLIP, found only the text tower (model_type clip_text_model), as image generators carry it; load the whole CLIP checkpoint it was taken from"
                  .formatted(root.file()));
      case "clip_vision_model" ->
          throw new CheckpointException(
              "%s: expected both towers of CLIP, found only the image tower (model_type clip_vision_model); load the whole CLIP checkpoint it was taken from"
                  .formatted(root.file()));
      default -> {
        if (!(kind.isEmpty() && hasTower(root, "text_config") && hasTower(root, "vision_config"))) {
          throw new CheckpointException(
              "%s: model_type: expected clip, found %s; jclip reads the CLIP family only"
                  .formatted(root.file(), kind.isEmpty() ? "none" : kind));
        }
      }
    }
  }

  private static boolean hasTower(JsonFields root, String name) {
    return root.has(name) || root.has(name + "_dict");
  }

  /**
   * As in transformers, the older {@code NAME_dict} form stands for the whole tower: what it lacks
   * has the default, whatever the newer form says.
   */
  private static JsonFields tower(JsonFields root, String name) {
    return root.object(name + "_dict").or(() -> root.object(name)).orElseGet(root::emptyObject);
  }

  private static VitConfig readVision(JsonFields vision) {
    int channels = vision.intOr("num_channels", 3);
    if (channels != 3) {
      throw vision.wrong("num_channels", "3");
    }
    return VitConfig.builder()
        .imageSize(HuggingFaceFields.squareSide(vision, "image_size", 224))
        .patchSize(HuggingFaceFields.squareSide(vision, "patch_size", 32))
        .width(vision.intOr("hidden_size", 768))
        .layers(vision.intOr("num_hidden_layers", 12))
        .heads(vision.intOr("num_attention_heads", 12))
        .mlpWidth(vision.intOr("intermediate_size", 3072))
        .activation(HuggingFaceFields.activation(vision, Activation.QUICK_GELU))
        .normAfterPooling(true)
        .layerNormEps(vision.doubleOr("layer_norm_eps", DEFAULT_EPSILON))
        .build();
  }

  private static TextConfig readText(JsonFields text) {
    int vocabSize = text.intOr("vocab_size", 49408);
    int eotToken = text.intOr("eos_token_id", 49407);
    boolean legacyEot = eotToken == LEGACY_EOT;
    return TextConfig.builder()
        .contextLength(text.intOr("max_position_embeddings", 77))
        .vocabSize(vocabSize)
        .width(text.intOr("hidden_size", 512))
        .layers(text.intOr("num_hidden_layers", 12))
        .heads(text.intOr("num_attention_heads", 8))
        .mlpWidth(text.intOr("intermediate_size", 2048))
        .activation(HuggingFaceFields.activation(text, Activation.QUICK_GELU))
        .pooling(legacyEot ? TextPooling.EOT_ARGMAX : TextPooling.EOT_ID)
        .eotToken(legacyEot ? vocabSize - 1 : eotToken)
        .padToken(legacyEot ? vocabSize - 1 : Math.min(eotToken, vocabSize - 1))
        .layerNormEps(text.doubleOr("layer_norm_eps", DEFAULT_EPSILON))
        .build();
  }

  /**
   * Writes a {@code config.json} that transformers builds the same model from.
   *
   * @throws CheckpointException when transformers' CLIP cannot express this architecture
   */
  public static Map<String, Object> write(ClipConfig config) {
    var root = new LinkedHashMap<String, Object>();
    root.put("architectures", List.of("CLIPModel"));
    root.put("model_type", "clip");
    root.put("projection_dim", config.embedDim());
    root.put("logit_scale_init_value", 2.6592);
    root.put("vision_config", writeVision(expressibleVision(config), config.embedDim()));
    root.put("text_config", writeText(expressibleText(config), config.embedDim()));
    return root;
  }

  private static VitConfig expressibleVision(ClipConfig config) {
    if (!(config.vision() instanceof VitConfig vit)) {
      throw inexpressible(
          config.vision() instanceof ResNetConfig ? "a ResNet image tower" : "this image tower");
    }
    require(vit.preNorm(), "an image tower without a first LayerNorm");
    require(vit.pooling() == VisionPooling.CLS, "mean pooling of the patches");
    require(!vit.layerScale(), "layer scale");
    require(vit.attentionPooler().isEmpty(), "attentional pooling");
    return vit;
  }

  private static TextConfig expressibleText(ClipConfig config) {
    TextConfig text = config.text();
    require(text.causal(), "a text tower without a causal mask");
    require(!text.layerScale(), "layer scale");
    require(text.projection() == TextProjection.MATRIX, "a text projection with a bias, or none");
    require(!config.logitBias(), "a logit bias");
    require(
        text.pooling() == TextPooling.EOT_ARGMAX || text.pooling() == TextPooling.EOT_ID,
        "text pooling other than at the end token");
    require(
        text.pooling() != TextPooling.EOT_ID || text.eotToken() != LEGACY_EOT,
        "the end token %d, which stands for the largest id there".formatted(LEGACY_EOT));
    return text;
  }

  private static void require(boolean expressible, String what) {
    if (!expressible) {
      throw inexpressible(what);
    }
  }

  private static CheckpointException inexpressible(String what) {
    return new CheckpointException(
        "transformers' CLIP cannot express %s; write the open_clip layout".formatted(what));
  }

  private static Map<String, Object> writeVision(VitConfig vit, int embedDim) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("model_type", "clip_vision_model");
    fields.put("hidden_size", vit.width());
    fields.put("intermediate_size", vit.mlpWidth());
    fields.put("num_hidden_layers", vit.layers());
    fields.put("num_attention_heads", vit.heads());
    fields.put("num_channels", 3);
    fields.put("image_size", vit.imageSize());
    fields.put("patch_size", vit.patchSize());
    fields.put("hidden_act", HuggingFaceFields.name(vit.activation()));
    fields.put("layer_norm_eps", vit.layerNormEps());
    fields.put("projection_dim", embedDim);
    return fields;
  }

  private static Map<String, Object> writeText(TextConfig text, int embedDim) {
    boolean argmax = text.pooling() == TextPooling.EOT_ARGMAX;
    var fields = new LinkedHashMap<String, Object>();
    fields.put("model_type", "clip_text_model");
    fields.put("vocab_size", text.vocabSize());
    fields.put("hidden_size", text.width());
    fields.put("intermediate_size", text.mlpWidth());
    fields.put("num_hidden_layers", text.layers());
    fields.put("num_attention_heads", text.heads());
    fields.put("max_position_embeddings", text.contextLength());
    fields.put("hidden_act", HuggingFaceFields.name(text.activation()));
    fields.put("layer_norm_eps", text.layerNormEps());
    fields.put("projection_dim", embedDim);
    fields.put("bos_token_id", text.vocabSize() - 2);
    fields.put("eos_token_id", argmax ? LEGACY_EOT : text.eotToken());
    fields.put("pad_token_id", text.padToken());
    return fields;
  }
}
