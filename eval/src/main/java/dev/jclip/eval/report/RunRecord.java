package dev.jclip.eval.report;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One evaluation of one model, in CLIP_benchmark's form: its {@code build} command and its
 * notebooks read these files too.
 *
 * @param dataset the data set's name
 * @param model the architecture
 * @param pretrained the checkpoint, as it was named
 * @param task such as {@code zeroshot_classification}
 * @param metrics the figures by name; NaN where one is not defined
 * @param language of the class names and prompts
 * @param jclip what only jclip writes: intervals, versions, fingerprints and explanations
 */
public record RunRecord(
    String dataset,
    String model,
    String pretrained,
    String task,
    Map<String, Double> metrics,
    String language,
    Map<String, Object> jclip) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // CLIP_benchmark writes NaN
          .build();

  /** Copies the maps. */
  public RunRecord {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    jclip = Collections.unmodifiableMap(new LinkedHashMap<>(jclip));
  }

  /**
   * Reads a record, jclip's or CLIP_benchmark's.
   *
   * @throws DataException if the file is none
   */
  public static RunRecord read(Path file) {
    try {
      Map<String, Object> fields =
          MAPPER.readValue(Files.readAllBytes(file), new TypeReference<>() {});
      return new RunRecord(
          text(file, fields, "dataset"),
          text(file, fields, "model"),
          text(file, fields, "pretrained"),
          text(file, fields, "task"),
          numbers(file, fields),
          String.valueOf(fields.getOrDefault("language", "en")),
          MAPPER.convertValue(
              fields.getOrDefault("jclip", Map.of()), new TypeReference<Map<String, Object>>() {}));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new DataException(
          file + ": expected the JSON record of a run, found something else: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e, e);
    }
  }

  private static String text(Path file, Map<String, Object> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new DataException(
        "%s: expected the JSON record of a run with a text \"%s\", found %s; is it another file?"
            .formatted(file, name, fields.get(name)));
  }

  private static Map<String, Double> numbers(Path file, Map<String, Object> fields) {
    if (!(fields.get("metrics") instanceof Map<?, ?> metrics)) {
      throw new DataException(
          "%s: expected the JSON record of a run with \"metrics\", found none; is it another file?"
              .formatted(file));
    }
    var numbers = new LinkedHashMap<String, Double>();
    metrics.forEach(
        (name, value) -> {
          if (value == null || value instanceof Number || "NaN".equals(value)) {
            numbers.put(
                String.valueOf(name),
                value instanceof Number number ? number.doubleValue() : Double.NaN);
          }
        });
    return numbers;
  }

  /** The record as JSON; numbers that are none become null. */
  byte[] toJson() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("dataset", dataset);
    fields.put("model", model);
    fields.put("pretrained", pretrained);
    fields.put("task", task);
    var numbers = new LinkedHashMap<String, Object>();
    metrics.forEach((name, value) -> numbers.put(name, Json.number(value)));
    fields.put("metrics", numbers);
    fields.put("language", language);
    fields.put("jclip", jclip);
    return MAPPER.writeValueAsBytes(fields);
  }

  /** The model and its checkpoint, as CLIP_benchmark names them together. */
  public String fullName() {
    return model + " " + pretrained;
  }
}
