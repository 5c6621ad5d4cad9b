package dev.jclip.model.siglip;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.TextProjection;
import dev.jclip.config.json.HuggingFaceFields;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture as transformers writes it: the {@code config.json} of a {@code SiglipModel},
 * whose absent fields have the defaults of transformers' {@code SiglipConfig}.
 */
final class SiglipHuggingFaceJson {
  private static final String MODEL_TYPE = "siglip";
  private static final double DEFAULT_EPSILON = 1e-6;
  private static final String LAYER_NORM_EPS = "layer_norm_eps";
  private static final String PROJECTION_SIZE = "projection_size";

  /** The end token of both published vocabularies. */
  private static final int PUBLISHED_END = 1;

  private SiglipHuggingFaceJson() {}

  static ClipConfig read(JsonFields root) {
    checkKind(root);
    JsonFields text = root.object("text_config").orElseGet(root::emptyObject);
    JsonFields vision = root.object("vision_config").orElseGet(root::emptyObject);
    try {
      SiglipVisionConfig tower = readVision(vision);
      int width = text.intOr("hidden_size", 768);
      if (text.intOr(PROJECTION_SIZE, width) != tower.width()) {
        throw text.wrong(
            PROJECTION_SIZE,
            "%d, the hidden_size of the image tower, which has no projection"
                .formatted(tower.width()));
      }
      boolean logitBias = true;
      return new ClipConfig(tower.width(), tower, readText(text, width), logitBias);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(root.file() + ": " + e.getMessage(), e);
    }
  }

  private static void checkKind(JsonFields root) {
    String kind = root.stringOr("model_type", MODEL_TYPE);
    if (kind.equals("siglip2")) {
      throw new CheckpointException(
          "%s: model_type: expected siglip, found siglip2, which are the NaFlex models of SigLIP 2 with images of any shape; jclip reads the models with images of one size, such as google/siglip2-base-patch16-224"
              .formatted(root.file()));
    }
    if (!kind.equals(MODEL_TYPE)) {
      throw root.wrong(
          "model_type", MODEL_TYPE + ", since the tensors are those of a SigLIP model");
    }
  }

  private static SiglipVisionConfig readVision(JsonFields vision) {
    if (vision.intOr("num_channels", 3) != 3) {
      throw vision.wrong("num_channels", "3");
    }
    if (!vision.booleanOr("vision_use_head", true)) {
      throw vision.wrong("vision_use_head", "true, since without the head there is no embedding");
    }
    return new SiglipVisionConfig(
        HuggingFaceFields.squareSide(vision, "image_size", 224),
        HuggingFaceFields.squareSide(vision, "patch_size", 16),
        new SiglipVisionConfig.Blocks(
            vision.intOr("hidden_size", 768),
            vision.intOr("num_hidden_layers", 12),
            vision.intOr("num_attention_heads", 12),
            vision.intOr("intermediate_size", 3072),
            HuggingFaceFields.activation(vision, Activation.GELU_TANH),
            vision.doubleOr(LAYER_NORM_EPS, DEFAULT_EPSILON)));
  }

  private static TextConfig readText(JsonFields text, int width) {
    int vocabSize = text.intOr("vocab_size", 32000);
    int end = text.intOr("eos_token_id", PUBLISHED_END);
    return TextConfig.builder()
        .contextLength(text.intOr("max_position_embeddings", 64))
        .vocabSize(vocabSize)
        .width(width)
        .layers(text.intOr("num_hidden_layers", 12))
        .heads(text.intOr("num_attention_heads", 12))
        .mlpWidth(text.intOr("intermediate_size", 3072))
        .activation(HuggingFaceFields.activation(text, Activation.GELU_TANH))
        .pooling(TextPooling.LAST)
        // Published files name an end token of CLIP's vocabulary here, which nothing looks for.
        .eotToken(end < vocabSize ? end : PUBLISHED_END)
        .padToken(text.intOr("pad_token_id", SiglipVocabularies.padToken(vocabSize)))
        .causal(false)
        .projection(TextProjection.LINEAR)
        .layerNormEps(text.doubleOr(LAYER_NORM_EPS, DEFAULT_EPSILON))
        .build();
  }

  /**
   * Writes a {@code config.json} that transformers builds the same model from.
   *
   * @throws CheckpointException when transformers' SigLIP cannot express this architecture
   */
  static Map<String, Object> write(ClipConfig config, SiglipVisionConfig vision) {
    TextConfig text = config.text();
    require(text.pooling() == TextPooling.LAST, "text pooling other than at the last place");
    require(!text.causal(), "a text tower with a causal mask");
    require(!text.layerScale(), "layer scale");
    require(
        text.projection() == TextProjection.LINEAR, "a text projection without a bias, or none");
    require(config.logitBias(), "logits without a bias");
    return describe(config, vision);
  }

  /** The fields of a {@code config.json}, whether or not transformers builds the same model. */
  static Map<String, Object> describe(ClipConfig config, SiglipVisionConfig vision) {
    var root = new LinkedHashMap<String, Object>();
    root.put("architectures", List.of("SiglipModel"));
    root.put("model_type", MODEL_TYPE);
    root.put("vision_config", writeVision(vision));
    root.put("text_config", writeText(config.text(), config.embedDim()));
    return root;
  }

  private static void require(boolean expressible, String what) {
    if (!expressible) {
      throw new CheckpointException(
          "transformers' SigLIP cannot express %s; write the open_clip layout".formatted(what));
    }
  }

  private static Map<String, Object> writeVision(SiglipVisionConfig vision) {
    SiglipVisionConfig.Blocks blocks = vision.blocks();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("model_type", "siglip_vision_model");
    fields.put("hidden_size", blocks.width());
    fields.put("intermediate_size", blocks.mlpWidth());
    fields.put("num_hidden_layers", blocks.layers());
    fields.put("num_attention_heads", blocks.heads());
    fields.put("num_channels", 3);
    fields.put("image_size", vision.imageSize());
    fields.put("patch_size", vision.patchSize());
    fields.put("hidden_act", HuggingFaceFields.name(blocks.activation()));
    fields.put(LAYER_NORM_EPS, blocks.layerNormEps());
    return fields;
  }

  private static Map<String, Object> writeText(TextConfig text, int embedDim) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("model_type", "siglip_text_model");
    fields.put("vocab_size", text.vocabSize());
    fields.put("hidden_size", text.width());
    fields.put("intermediate_size", text.mlpWidth());
    fields.put("num_hidden_layers", text.layers());
    fields.put("num_attention_heads", text.heads());
    fields.put("max_position_embeddings", text.contextLength());
    fields.put("hidden_act", HuggingFaceFields.name(text.activation()));
    fields.put(LAYER_NORM_EPS, text.layerNormEps());
    fields.put("eos_token_id", text.eotToken());
    fields.put("pad_token_id", text.padToken());
    fields.put(PROJECTION_SIZE, embedDim);
    return fields;
  }
}
