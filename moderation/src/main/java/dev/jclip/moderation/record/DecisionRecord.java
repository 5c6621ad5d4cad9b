package dev.jclip.moderation.record;

import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.view.Box;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A decision as it is kept, with all that it depends on, so that it can be made again without the
 * image.
 *
 * @param input what the image was called
 * @param image the SHA-256 of the image's file, in hexadecimal
 * @param policy the policy's fingerprint
 * @param model the model's fingerprint, which the preprocessing and the precision are parts of
 * @param calibration the fingerprint of the calibrations
 * @param learned the fingerprint of what was learned from reviewed images
 * @param action what was done
 * @param scores the probability of each category, in the policy's order
 * @param embedded the embeddings that were decided about
 */
public record DecisionRecord(
    String input,
    String image,
    String policy,
    String model,
    String calibration,
    String learned,
    Action action,
    Map<String, Double> scores,
    EmbeddedImage embedded) {
  /** Stands for the fingerprint of what is not there. */
  public static final String NONE = "none";

  /** Copies the map, in its order. */
  public DecisionRecord {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /** The record as one line of JSON, without its end. */
  String toJson() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("input", input);
    fields.put("image", image);
    fields.put("policy", policy);
    fields.put("model", model);
    fields.put("calibration", calibration);
    fields.put("learned", learned);
    fields.put("action", action.name());
    fields.put("scores", scores);
    fields.put(
        "boxes",
        embedded.boxes().stream()
            .map(box -> List.of(box.x(), box.y(), box.width(), box.height()))
            .toList());
    fields.put("views", base64(embedded.views()));
    fields.put("changed", base64(embedded.changed()));
    return JsonMapper.shared().writeValueAsString(fields);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if something is missing or of another kind
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static DecisionRecord parse(String line) {
    JsonNode node = JsonMapper.shared().readTree(line);
    var scores = new LinkedHashMap<String, Double>();
    node.path("scores").properties().forEach(e -> scores.put(e.getKey(), e.getValue().asDouble()));
    var boxes = new ArrayList<Box>();
    for (JsonNode box : node.path("boxes")) {
      boxes.add(
          new Box(
              box.path(0).asInt(), box.path(1).asInt(), box.path(2).asInt(), box.path(3).asInt()));
    }
    return new DecisionRecord(
        text(node, "input"),
        text(node, "image"),
        text(node, "policy"),
        text(node, "model"),
        text(node, "calibration"),
        node.has("learned") ? text(node, "learned") : NONE,
        Action.valueOf(text(node, "action")),
        scores,
        new EmbeddedImage(boxes, vectors(node.path("views")), vectors(node.path("changed"))));
  }

  private static String text(JsonNode node, String key) {
    return node.path(key)
        .stringValueOpt()
        .orElseThrow(() -> new IllegalArgumentException(key + ": expected a text"));
  }

  private static List<String> base64(List<float[]> vectors) {
    return vectors.stream()
        .map(
            vector -> {
              ByteBuffer bytes =
                  ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
              bytes.asFloatBuffer().put(vector);
              return Base64.getEncoder().encodeToString(bytes.array());
            })
        .toList();
  }

  private static List<float[]> vectors(JsonNode texts) {
    var vectors = new ArrayList<float[]>();
    for (JsonNode text : texts) {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.asString()));
      float[] vector = new float[bytes.remaining() / Float.BYTES];
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
      vectors.add(vector);
    }
    return vectors;
  }
}
