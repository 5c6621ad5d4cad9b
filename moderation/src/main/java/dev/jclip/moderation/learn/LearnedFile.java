package dev.jclip.moderation.learn;

import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.JsonFields;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.score.LearnedHead;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was learned for a policy, in a file beside it. It holds for one model and one tiling, and
 * for each category as long as its sentences and heads stay the same.
 *
 * @param model the fingerprint of the model's space
 * @param scales the tiling's scales
 * @param data the fingerprint of the reviewed images and of what was said of them
 * @param categories by name
 */
public record LearnedFile(String model, int scales, String data, Map<String, Entry> categories) {
  /** How the file's name ends. */
  public static final String ENDING = ".learned.json";

  private static final int VERSION = 1;

  /** Copies the map. */
  public LearnedFile {
    categories = Map.copyOf(categories);
  }

  /**
   * What was learned of a category.
   *
   * @param content the fingerprint of its concepts and heads
   * @param head the regression
   */
  public record Entry(String content, LearnedHead head) {
    /** What was learned of a category as it is. */
    public static Entry of(Category category, LearnedHead head) {
      return new Entry(Policy.contentFingerprint(category), head);
    }
  }

  /**
   * Reads a file.
   *
   * @throws dev.jclip.error.ClipException if it is no such file
   */
  public static LearnedFile read(Path file) {
    JsonFields fields = JsonFields.read(file);
    int version = fields.requiredInt("version");
    if (version != VERSION) {
      throw fields.wrong("version", "1");
    }
    var categories = new LinkedHashMap<String, Entry>();
    JsonFields entries = fields.requiredObject("categories");
    for (String name : entries.names()) {
      JsonFields entry = entries.requiredObject(name);
      try {
        categories.put(
            name,
            new Entry(
                entry.requiredString("content"),
                new LearnedHead(
                    decoded(entry.requiredString("weights")),
                    entry.requiredDouble("evidenceWeight"),
                    entry.requiredDouble("bias"))));
      } catch (IllegalArgumentException e) {
        throw new DataException("%s: categories.%s.%s".formatted(file, name, e.getMessage()), e);
      }
    }
    return new LearnedFile(
        fields.requiredString("model"),
        fields.requiredInt("scales"),
        fields.requiredString("data"),
        categories);
  }

  private static float[] decoded(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("weights: expected base64, found other text", e);
    }
    if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "weights: expected four bytes for each number, found %d bytes".formatted(bytes.length));
    }
    float[] weights = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(weights);
    return weights;
  }

  private static String encoded(float[] weights) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * weights.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** Writes the file, all of it or nothing. */
  public void write(Path file) {
    var entries = new LinkedHashMap<String, Object>();
    new TreeMap<>(categories)
        .forEach(
            (name, entry) -> {
              var fields = new LinkedHashMap<String, Object>();
              fields.put("content", entry.content());
              fields.put("evidenceWeight", entry.head().evidenceWeight());
              fields.put("bias", entry.head().bias());
              fields.put("weights", encoded(entry.head().weights()));
              entries.put(name, fields);
            });
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", VERSION);
    fields.put("model", model);
    fields.put("scales", scales);
    fields.put("data", data);
    fields.put("categories", entries);
    AtomicFile.write(
        file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(fields));
  }

  /**
   * What was learned of a policy's categories; those whose sentences or heads have changed have
   * nothing.
   *
   * @param name of the file, for messages
   * @throws DataException if it was learned with another model or tiling
   */
  public Map<String, LearnedHead> of(
      Policy policy, String spaceFingerprint, int tilingScales, Path name) {
    if (!model.equals(spaceFingerprint)) {
      throw new DataException(
          "%s: expected what was learned with this model, found that of another one; learn again, or ignore it with --ignore-learned"
              .formatted(name));
    }
    if (scales != tilingScales) {
      throw new DataException(
          "%s: expected what was learned with %d scales of tiles, found %d; learn again with as many, or ignore it with --ignore-learned"
              .formatted(name, tilingScales, scales));
    }
    var found = new LinkedHashMap<String, LearnedHead>();
    for (Category category : policy.categories()) {
      Optional.ofNullable(categories.get(category.name()))
          .filter(entry -> entry.content().equals(Policy.contentFingerprint(category)))
          .ifPresent(entry -> found.put(category.name(), entry.head()));
    }
    return found;
  }
}
