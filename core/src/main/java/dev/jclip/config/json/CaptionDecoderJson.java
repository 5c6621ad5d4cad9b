package dev.jclip.config.json;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A caption decoder that stands beside the towers on which it is built: the content of {@code
 * caption_decoder.json}.
 */
public final class CaptionDecoderJson {
  private static final String CONTEXT = "context_length";
  private static final String WIDTH = "width";
  private static final String LAYERS = "layers";
  private static final String HEADS = "heads";
  private static final String ACTIVATION = "hidden_act";
  private static final String LAYER_SCALE = "layer_scale";

  private CaptionDecoderJson() {}

  /**
   * Reads a decoder.
   *
   * @throws CheckpointException if a field is missing or out of its range
   */
  public static CaptionDecoder read(JsonFields fields) {
    try {
      return new CaptionDecoder(
          fields.requiredInt(CONTEXT),
          fields.requiredInt(WIDTH),
          fields.requiredInt(LAYERS),
          fields.requiredInt(HEADS),
          HuggingFaceFields.activation(fields, Activation.GELU),
          fields.booleanOr(LAYER_SCALE, false),
          CaptionDecoder.ImageTokens.PROJECTED);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(fields.file() + ": " + e.getMessage(), e);
    }
  }

  /** Writes a decoder. */
  public static Map<String, Object> write(CaptionDecoder decoder) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(CONTEXT, decoder.contextLength());
    fields.put(WIDTH, decoder.width());
    fields.put(LAYERS, decoder.layers());
    fields.put(HEADS, decoder.heads());
    fields.put(ACTIVATION, HuggingFaceFields.name(decoder.activation()));
    fields.put(LAYER_SCALE, decoder.layerScale());
    return fields;
  }
}
