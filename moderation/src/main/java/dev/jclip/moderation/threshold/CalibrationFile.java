package dev.jclip.moderation.threshold;

import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.JsonFields;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.score.CategoryCalibration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was solved for a policy, in a file beside it. It holds for one model and one tiling, and for
 * each category as long as the policy's sentences stay the same.
 *
 * @param model the fingerprint of the model's space
 * @param scales the tiling's scales
 * @param categories by name
 */
public record CalibrationFile(String model, int scales, Map<String, Entry> categories) {
  /** How the file's name ends. */
  public static final String ENDING = ".calibration.json";

  private static final int VERSION = 1;

  /** Copies the map. */
  public CalibrationFile {
    categories = Map.copyOf(categories);
  }

  /**
   * What was solved for a category.
   *
   * @param content the fingerprint of its concepts and heads
   * @param calibration how its evidence becomes a probability
   */
  public record Entry(String content, CategoryCalibration calibration) {}

  /**
   * Puts a threshold where a category's probability is what the policy asks for.
   *
   * @param slope how fast the probability grows with the evidence
   */
  public static Entry entry(Category category, double threshold, double slope) {
    double logit = Math.log(category.threshold() / (1 - category.threshold()));
    return new Entry(
        Policy.contentFingerprint(category),
        new CategoryCalibration(
            CategoryCalibration.WEIGHT_WITH_EXAMPLES, threshold - logit / slope, slope));
  }

  /**
   * Reads a file.
   *
   * @throws dev.jclip.error.ClipException if it is no such file
   */
  public static CalibrationFile read(Path file) {
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
                new CategoryCalibration(
                    entry.requiredDouble("backgroundWeight"),
                    entry.requiredDouble("offset"),
                    entry.requiredDouble("slope"))));
      } catch (IllegalArgumentException e) {
        throw new DataException("%s: categories.%s.%s".formatted(file, name, e.getMessage()), e);
      }
    }
    return new CalibrationFile(
        fields.requiredString("model"), fields.requiredInt("scales"), categories);
  }

  /** Writes the file, all of it or nothing. */
  public void write(Path file) {
    var entries = new LinkedHashMap<String, Object>();
    categories.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              CategoryCalibration calibration = entry.getValue().calibration();
              var fields = new LinkedHashMap<String, Object>();
              fields.put("content", entry.getValue().content());
              fields.put("backgroundWeight", calibration.backgroundWeight());
              fields.put("offset", calibration.offset());
              fields.put("slope", calibration.slope());
              entries.put(entry.getKey(), fields);
            });
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", VERSION);
    fields.put("model", model);
    fields.put("scales", scales);
    fields.put("categories", entries);
    AtomicFile.write(
        file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(fields));
  }

  /**
   * The calibrations of a policy's categories; those whose sentences have changed have none.
   *
   * @param name of the file, for messages
   * @throws DataException if they were solved for another model or tiling
   */
  public Map<String, CategoryCalibration> of(
      Policy policy, String spaceFingerprint, int tilingScales, Path name) {
    if (!model.equals(spaceFingerprint)) {
      throw new DataException(
          "%s: expected thresholds that were solved for this model, found those of another one; solve them again"
              .formatted(name));
    }
    if (scales != tilingScales) {
      throw new DataException(
          "%s: expected thresholds that were solved with %d scales of tiles, found %d; solve them again with as many"
              .formatted(name, tilingScales, scales));
    }
    var found = new LinkedHashMap<String, CategoryCalibration>();
    for (Category category : policy.categories()) {
      Optional.ofNullable(categories.get(category.name()))
          .filter(entry -> entry.content().equals(Policy.contentFingerprint(category)))
          .ifPresent(entry -> found.put(category.name(), entry.calibration()));
    }
    return found;
  }
}
