package dev.jclip.model.siglip;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import dev.jclip.io.NearestNames;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An architecture as open_clip writes it: a {@code model_cfg} whose image tower is named after
 * timm's model.
 */
final class SiglipOpenClipJson {
  private static final String TIMM_MODEL = "timm_model_name";
  private static final String TIMM_POOL = "timm_pool";
  private static final String TIMM_PROJECTION = "timm_proj";

  private SiglipOpenClipJson() {}

  static ClipConfig read(JsonFields model) {
    JsonFields vision = model.requiredObject("vision_cfg");
    JsonFields text = model.requiredObject("text_cfg");
    requireValue(vision, TIMM_POOL, "map");
    requireValue(vision, TIMM_PROJECTION, "none");
    String name = vision.stringOr(TIMM_MODEL, "");
    SiglipVisionConfig tower = TimmModel.of(name).orElseThrow(() -> unknown(vision, name)).config();
    int embedDim = model.requiredInt("embed_dim");
    if (embedDim != tower.width()) {
      throw model.wrong(
          "embed_dim",
          "%d, the width of %s, which has no projection".formatted(tower.width(), name));
    }
    try {
      return new ClipConfig(
          embedDim,
          tower.withImageSize(vision.intOr("image_size", tower.imageSize())),
          readText(text, model.booleanOr("quick_gelu", false)),
          model.has("init_logit_bias"));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(model.file() + ": " + e.getMessage(), e);
    }
  }

  private static TextConfig readText(JsonFields text, boolean quickGelu) {
    TextConfig config = OpenClipJson.readText(text, quickGelu);
    return text.has("pad_id")
        ? config
        : config.toBuilder().padToken(SiglipVocabularies.padToken(config.vocabSize())).build();
  }

  private static void requireValue(JsonFields vision, String field, String value) {
    if (!vision.stringOr(field, "").equals(value)) {
      throw vision.wrong(field, value + ", as SigLIP's image towers have it");
    }
  }

  private static CheckpointException unknown(JsonFields vision, String name) {
    return vision.wrong(
        TIMM_MODEL,
        "an image tower of SigLIP with images of one size; the nearest ones are "
            + String.join(
                ", ",
                NearestNames.find(
                    name, TimmModel.all().stream().map(TimmModel::name).toList(), 3)));
  }

  /**
   * Writes a {@code model_cfg} that open_clip builds the same model from.
   *
   * @throws CheckpointException when timm has no image tower of this architecture
   */
  static Map<String, Object> write(ClipConfig config, SiglipVisionConfig vision) {
    TimmModel timm =
        TimmModel.of(vision)
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "open_clip takes its image tower from timm, which has no SigLIP tower %s; write the transformers layout"
                            .formatted(vision)));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("image_size", vision.imageSize());
    fields.put(TIMM_MODEL, timm.name());
    fields.put("timm_model_pretrained", false);
    fields.put(TIMM_POOL, "map");
    fields.put(TIMM_PROJECTION, "none");
    var model = new LinkedHashMap<String, Object>();
    model.put("embed_dim", config.embedDim());
    if (config.logitBias()) {
      model.put("init_logit_bias", -10);
    }
    model.put("custom_text", true);
    model.put("vision_cfg", fields);
    model.put("text_cfg", OpenClipJson.writeText(config.text()));
    return model;
  }
}
