package dev.jclip.config.json;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.TextProjection;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.VisionPooling;
import dev.jclip.config.VitConfig;
import dev.jclip.config.VitConfig.AttentionPooler;
import dev.jclip.config.range.Ranges;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import dev.jclip.io.NearestNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An architecture as open_clip writes it: the {@code model_cfg} of {@code open_clip_config.json}.
 */
public final class OpenClipJson {
  private static final Set<String> MODEL_FIELDS =
      Set.of(
          "embed_dim",
          "vision_cfg",
          "text_cfg",
          "quick_gelu",
          "custom_text",
          "multimodal_cfg",
          "init_logit_scale",
          "init_logit_bias",
          "nonscalar_logit_scale",
          "output_dict");
  private static final Set<String> VISION_FIELDS =
      Set.of(
          "layers",
          "width",
          "head_width",
          "mlp_ratio",
          "patch_size",
          "image_size",
          "ls_init_value",
          "patch_dropout",
          "attentional_pool",
          "attn_pooler_queries",
          "attn_pooler_heads",
          "no_ln_pre",
          "pos_embed_type",
          "final_ln_after_pool",
          "pool_type",
          "output_tokens",
          "act_kwargs",
          "norm_kwargs");
  private static final Set<String> TEXT_FIELDS =
      Set.of(
          "context_length",
          "vocab_size",
          "hf_tokenizer_name",
          "tokenizer_mode",
          "tokenizer_kwargs",
          "width",
          "heads",
          "layers",
          "mlp_ratio",
          "ls_init_value",
          "embed_cls",
          "pad_id",
          "eos_id",
          "no_causal_mask",
          "final_ln_after_pool",
          "pool_type",
          "proj_bias",
          "proj_type",
          "output_tokens",
          "act_kwargs",
          "norm_kwargs");

  /** Those that open_clip's decoder takes; of the rest of its fields no number depends. */
  private static final Set<String> DECODER_FIELDS =
      Set.of(
          "context_length",
          "vocab_size",
          "width",
          "heads",
          "layers",
          "ls_init_value",
          "mlp_ratio",
          "dim_head",
          "n_queries",
          "attn_pooler_heads",
          "pad_id",
          "embed_cls",
          "output_tokens");

  private static final double DEFAULT_EPSILON = 1e-5;
  private static final int DEFAULT_HEAD_WIDTH = 64;

  private OpenClipJson() {}

  /** Reads a {@code model_cfg}; absent fields have open_clip's defaults. */
  public static ClipConfig read(JsonFields model) {
    refuseUnknown(model, MODEL_FIELDS);
    int embedDim = model.requiredInt("embed_dim");
    JsonFields vision =
        model.object("vision_cfg").orElseThrow(() -> model.wrong("vision_cfg", "an object"));
    JsonFields text =
        model.object("text_cfg").orElseThrow(() -> model.wrong("text_cfg", "an object"));
    boolean quickGelu = model.booleanOr("quick_gelu", false);
    try {
      return new ClipConfig(
          embedDim,
          readVision(vision, quickGelu),
          readText(text, quickGelu),
          model.has("init_logit_bias"),
          model.object("multimodal_cfg").map(decoder -> readDecoder(decoder, quickGelu)));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(model.file() + ": " + e.getMessage(), e);
    }
  }

  /** As open_clip builds it, whose decoder has other defaults than the towers have. */
  private static ClipConfig.CaptionDecoder readDecoder(JsonFields decoder, boolean quickGelu) {
    refuseUnknown(decoder, DECODER_FIELDS);
    return new ClipConfig.CaptionDecoder(
        decoder.intOr("context_length", 77),
        decoder.intOr("width", 512),
        decoder.intOr("layers", 12),
        decoder.intOr("heads", 8),
        quickGelu ? Activation.QUICK_GELU : Activation.GELU,
        decoder.has("ls_init_value"),
        ClipConfig.CaptionDecoder.ImageTokens.OF_TOWER);
  }

  private static VisionConfig readVision(JsonFields vision, boolean quickGelu) {
    vision.refuse(
        "timm_model_name",
        "jclip has no timm towers, as MobileCLIP's models have them; pull a checkpoint of a ViT or RN architecture, or for captions laion/CoCa-ViT-B-32-laion2B-s13B-b90k");
    refuseUnknown(vision, VISION_FIELDS);
    Optional<List<Integer>> stages = vision.intList("layers");
    int imageSize = vision.intOr("image_size", 224);
    int width = vision.intOr("width", 768);
    int headWidth = vision.intOr("head_width", DEFAULT_HEAD_WIDTH);
    Ranges.check("head_width", headWidth, 1, Ranges.MAX_WIDTH);
    if (stages.isPresent()) {
      return new ResNetConfig(imageSize, width, stages.get(), width * 32 / headWidth);
    }
    return VitConfig.builder()
        .imageSize(imageSize)
        .patchSize(vision.intOr("patch_size", 16))
        .width(width)
        .layers(vision.intOr("layers", 12))
        .heads(width / headWidth)
        .mlpWidth(mlpWidth(vision, width))
        .activation(activation(vision, quickGelu))
        .pooling(visionPooling(vision))
        .preNorm(!vision.booleanOr("no_ln_pre", false))
        .normAfterPooling(vision.booleanOr("final_ln_after_pool", false))
        .layerScale(vision.has("ls_init_value"))
        .attentionPooler(attentionPooler(vision))
        .layerNormEps(epsilon(vision))
        .build();
  }

  private static VisionPooling visionPooling(JsonFields vision) {
    return switch (vision.stringOr("pool_type", "tok")) {
      case "tok" -> VisionPooling.CLS;
      case "avg" -> VisionPooling.MEAN;
      default -> throw vision.wrong("pool_type", "tok or avg");
    };
  }

  private static Optional<AttentionPooler> attentionPooler(JsonFields vision) {
    if (!vision.booleanOr("attentional_pool", false)) {
      return Optional.empty();
    }
    return Optional.of(
        new AttentionPooler(
            vision.intOr("attn_pooler_queries", 256), vision.intOr("attn_pooler_heads", 8)));
  }

  /**
   * Reads a {@code text_cfg}; absent fields have open_clip's defaults.
   *
   * @param quickGelu whether the MLPs have QuickGELU, which the {@code model_cfg} says
   */
  public static TextConfig readText(JsonFields text, boolean quickGelu) {
    text.refuse(
        "hf_model_name",
        "jclip has no foreign text towers, as coca_roberta-ViT-B-32 has one; pull a checkpoint whose text tower is CLIP's own, for captions laion/CoCa-ViT-B-32-laion2B-s13B-b90k");
    refuseUnknown(text, TEXT_FIELDS);
    int width = text.intOr("width", 512);
    int vocabSize = text.intOr("vocab_size", 49408);
    TextPooling pooling = textPooling(text);
    return TextConfig.builder()
        .contextLength(text.intOr("context_length", 77))
        .vocabSize(vocabSize)
        .width(width)
        .layers(text.intOr("layers", 12))
        .heads(text.intOr("heads", 8))
        .mlpWidth(mlpWidth(text, width))
        .activation(activation(text, quickGelu))
        .pooling(pooling)
        .eotToken(pooling == TextPooling.EOT_ID ? text.intOr("eos_id", 2) : vocabSize - 1)
        .padToken(text.intOr("pad_id", 0))
        .causal(!text.booleanOr("no_causal_mask", false))
        .layerScale(text.has("ls_init_value"))
        .projection(textProjection(text))
        .layerNormEps(epsilon(text))
        .build();
  }

  private static TextPooling textPooling(JsonFields text) {
    if (text.booleanOr("embed_cls", false)) {
      return TextPooling.APPENDED_CLASS;
    }
    return switch (text.stringOr("pool_type", "argmax")) {
      case "argmax" -> TextPooling.EOT_ARGMAX;
      case "eos" -> TextPooling.EOT_ID;
      case "first" -> TextPooling.FIRST;
      case "last" -> TextPooling.LAST;
      default -> throw text.wrong("pool_type", "argmax, eos, first or last");
    };
  }

  private static TextProjection textProjection(JsonFields text) {
    return switch (text.stringOr("proj_type", "linear")) {
      case "none" -> TextProjection.NONE;
      case "linear" ->
          text.booleanOr("proj_bias", false) ? TextProjection.LINEAR : TextProjection.MATRIX;
      default -> throw text.wrong("proj_type", "linear or none");
    };
  }

  private static int mlpWidth(JsonFields tower, int width) {
    double ratio = tower.doubleOr("mlp_ratio", 4.0);
    if (!(ratio > 0 && ratio < 1024)) {
      throw tower.wrong("mlp_ratio", "a number between 0 and 1024");
    }
    return (int) (width * ratio);
  }

  private static Activation activation(JsonFields tower, boolean quickGelu) {
    if (quickGelu) {
      return Activation.QUICK_GELU;
    }
    String approximate =
        tower
            .object("act_kwargs")
            .map(options -> options.stringOr("approximate", "none"))
            .orElse("none");
    return switch (approximate) {
      case "none" -> Activation.GELU;
      case "tanh" -> Activation.GELU_TANH;
      default -> throw tower.wrong("act_kwargs", "approximate none or tanh");
    };
  }

  private static double epsilon(JsonFields tower) {
    return tower
        .object("norm_kwargs")
        .map(options -> options.doubleOr("eps", DEFAULT_EPSILON))
        .orElse(DEFAULT_EPSILON);
  }

  private static void refuseUnknown(JsonFields fields, Set<String> known) {
    for (String name : fields.names()) {
      if (!known.contains(name) && !name.startsWith("timm_") && !name.startsWith("hf_")) {
        fields.refuse(
            name,
            "jclip knows no such field, so it could not give the same numbers; %sthe fields here are %s. Correct the name, or take the field out if the model does without it"
                .formatted(
                    NearestNames.find(name, known, 1).stream()
                        .map("did you mean %s? "::formatted)
                        .collect(Collectors.joining()),
                    String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  /**
   * Writes a {@code model_cfg} that open_clip builds the same model from. A caption decoder that is
   * {@linkplain ClipConfig.CaptionDecoder#isSeparate separate} is left out: {@link
   * CaptionDecoderJson} writes it.
   *
   * @throws CheckpointException when open_clip's fields cannot say this architecture
   */
  public static Map<String, Object> write(ClipConfig config) {
    var model = new LinkedHashMap<String, Object>();
    model.put("embed_dim", config.embedDim());
    Activation text = config.text().activation();
    boolean quickGelu = text == Activation.QUICK_GELU;
    if (config.vision() instanceof VitConfig vit
        && (vit.activation() == Activation.QUICK_GELU) != quickGelu) {
      throw new CheckpointException(
          "open_clip's layout has one quick_gelu for both towers, but the image tower has %s and the text tower %s; write the transformers layout"
              .formatted(vit.activation(), text));
    }
    if (quickGelu) {
      model.put("quick_gelu", true);
    }
    if (config.logitBias()) {
      model.put("init_logit_bias", 0.0);
    }
    if (config.text().pooling() == TextPooling.APPENDED_CLASS) {
      model.put("custom_text", true);
    }
    model.put("vision_cfg", withTokens(writeVision(config.vision()), config));
    model.put("text_cfg", withTokens(writeText(config.text()), config));
    openClipDecoder(config)
        .ifPresent(
            decoder ->
                model.put("multimodal_cfg", writeDecoder(decoder, config.text(), quickGelu)));
    return model;
  }

  private static Optional<ClipConfig.CaptionDecoder> openClipDecoder(ClipConfig config) {
    return config.decoder().filter(decoder -> !decoder.isSeparate());
  }

  private static Map<String, Object> writeDecoder(
      ClipConfig.CaptionDecoder decoder, TextConfig text, boolean quickGelu) {
    if ((decoder.activation() == Activation.QUICK_GELU) != quickGelu) {
      throw new CheckpointException(
          "open_clip's layout has one quick_gelu for the towers and the caption decoder, but the text tower has %s and the decoder %s"
              .formatted(text.activation(), decoder.activation()));
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("context_length", decoder.contextLength());
    fields.put("vocab_size", text.vocabSize());
    fields.put("width", decoder.width());
    fields.put("heads", decoder.heads());
    fields.put("layers", decoder.layers());
    if (decoder.layerScale()) {
      fields.put("ls_init_value", 1e-4);
    }
    return fields;
  }

  private static Map<String, Object> writeVision(VisionConfig vision) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("image_size", vision.imageSize());
    fields.put("width", vision.width());
    switch (vision) {
      case ResNetConfig resNet -> {
        fields.put("layers", resNet.blocks());
        fields.put("head_width", 32 * resNet.width() / resNet.heads());
        fields.put("patch_size", null);
      }
      case VitConfig vit -> writeVit(vit, fields);
      default ->
          throw new CheckpointException(
              "open_clip's vision_cfg of CLIP cannot express the image tower %s".formatted(vision));
    }
    return fields;
  }

  /** CoCa's towers give their tokens beside what they are pooled to. */
  private static Map<String, Object> withTokens(Map<String, Object> tower, ClipConfig config) {
    if (openClipDecoder(config).isPresent()) {
      tower.put("output_tokens", true);
    }
    return tower;
  }

  private static void writeVit(VitConfig vit, Map<String, Object> fields) {
    fields.put("layers", vit.layers());
    fields.put("head_width", vit.width() / vit.heads());
    fields.put("patch_size", vit.patchSize());
    putMlpRatio(fields, vit.width(), vit.mlpWidth());
    if (vit.layerScale()) {
      fields.put("ls_init_value", 1e-4);
    }
    if (!vit.preNorm()) {
      fields.put("no_ln_pre", true);
    }
    if (vit.normAfterPooling()) {
      fields.put("final_ln_after_pool", true);
    }
    if (vit.pooling() == VisionPooling.MEAN) {
      fields.put("pool_type", "avg");
    }
    vit.attentionPooler()
        .ifPresent(
            pooler -> {
              fields.put("attentional_pool", true);
              fields.put("attn_pooler_queries", pooler.queries());
              fields.put("attn_pooler_heads", pooler.heads());
            });
    putTowerOptions(fields, vit.activation(), vit.layerNormEps());
  }

  /** Writes a {@code text_cfg} that open_clip builds the same text tower from. */
  public static Map<String, Object> writeText(TextConfig text) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("context_length", text.contextLength());
    fields.put("vocab_size", text.vocabSize());
    fields.put("width", text.width());
    fields.put("heads", text.heads());
    fields.put("layers", text.layers());
    putMlpRatio(fields, text.width(), text.mlpWidth());
    if (text.layerScale()) {
      fields.put("ls_init_value", 1e-4);
    }
    if (!text.causal()) {
      fields.put("no_causal_mask", true);
    }
    if (text.padToken() != 0) {
      fields.put("pad_id", text.padToken());
    }
    switch (text.pooling()) {
      case EOT_ARGMAX -> {}
      case EOT_ID -> {
        fields.put("pool_type", "eos");
        fields.put("eos_id", text.eotToken());
      }
      case FIRST -> fields.put("pool_type", "first");
      case LAST -> fields.put("pool_type", "last");
      case APPENDED_CLASS -> fields.put("embed_cls", true);
    }
    switch (text.projection()) {
      case MATRIX -> {}
      case LINEAR -> fields.put("proj_bias", true);
      case NONE -> fields.put("proj_type", "none");
    }
    putTowerOptions(fields, text.activation(), text.layerNormEps());
    return fields;
  }

  private static void putMlpRatio(Map<String, Object> fields, int width, int mlpWidth) {
    double ratio = (double) mlpWidth / width;
    if (ratio != 4.0) {
      // open_clip truncates width * ratio, so a quotient rounded down would lose one channel
      fields.put("mlp_ratio", (int) (width * ratio) == mlpWidth ? ratio : Math.nextUp(ratio));
    }
  }

  private static void putTowerOptions(
      Map<String, Object> fields, Activation activation, double epsilon) {
    if (activation == Activation.GELU_TANH) {
      fields.put("act_kwargs", Map.of("approximate", "tanh"));
    }
    if (epsilon != DEFAULT_EPSILON) {
      fields.put("norm_kwargs", Map.of("eps", epsilon));
    }
  }
}
