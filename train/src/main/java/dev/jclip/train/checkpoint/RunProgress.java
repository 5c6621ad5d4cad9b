package dev.jclip.train.checkpoint;

import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.error.CheckpointException;
import dev.jclip.train.schedule.Course;
import dev.jclip.train.schedule.RunLength;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a training run has come. Immutable.
 *
 * @param step the number of steps taken
 * @param samples the number of pairs in all batches of these steps
 * @param data where the next batch begins in the data
 * @param course where each step lies between the beginning and the end of the run
 * @param settings the settings of the run, as text, by their names
 */
public record RunProgress(
    long step, long samples, DataPosition data, Course course, Map<String, String> settings) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String FILE = "training.json";
  private static final int VERSION = 2;
  private static final String NONE_GIVEN = " null null []";

  /** Copies the settings. */
  public RunProgress {
    settings = Map.copyOf(settings);
  }

  /** Returns the progress of a run before its first step. */
  public static RunProgress start(RunLength length, Map<String, String> settings) {
    return new RunProgress(0, 0, DataPosition.START, Course.of(length), settings);
  }

  /**
   * Returns the progress after one more step.
   *
   * @param batchSize the number of pairs in the step
   * @param data where the batch after this step begins
   */
  public RunProgress next(int batchSize, DataPosition data) {
    return new RunProgress(step + 1, samples + batchSize, data, course, settings);
  }

  /** Returns the progress of the same run if it goes on with another length and other settings. */
  public RunProgress goingOn(RunLength length, Map<String, String> now) {
    return new RunProgress(step, samples, data, course.goingOn(step, samples, length), now);
  }

  /**
   * Returns the progress of the same run if it goes on with other data, or with the same data in
   * another order. A pass that was begun is not continued, since its position has no meaning in the
   * new order; the next pass begins instead.
   */
  public RunProgress onOtherData() {
    DataPosition begin = data.entries() == 0 ? data : new DataPosition(data.pass() + 1, 0);
    return new RunProgress(step, samples, begin, course, settings);
  }

  /** Returns how many times the run has seen the data, in fractions of an epoch too. */
  public double epochs() {
    return course.epochs(step);
  }

  /**
   * Returns the settings that have changed since the checkpoint, by name. A setting that the
   * checkpoint does not contain is not reported.
   *
   * @param now the present settings, by name
   */
  public SequencedMap<String, Change> changes(Map<String, String> now) {
    var changes = new LinkedHashMap<String, Change>();
    new TreeMap<>(now)
        .forEach(
            (name, value) -> {
              String before = settings.getOrDefault(name, value);
              if (!before.equals(value)) {
                changes.put(name, new Change(before, value));
              }
            });
    return changes;
  }

  /** The value of a setting in the checkpoint and its present value. */
  public record Change(String before, String now) {}

  byte[] toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", VERSION);
    json.put("step", step);
    json.put("samples", samples);
    json.put("epochs", epochs());
    json.put("pass", data.pass());
    json.put("entries", data.entries());
    json.putPOJO("length", course.length());
    json.putPOJO("leg", course.leg());
    json.putPOJO("settings", new TreeMap<>(settings));
    return MAPPER.writeValueAsBytes(json);
  }

  static Path in(Path checkpoint) {
    return checkpoint.resolve(FILE);
  }

  /**
   * Reads the progress of a run from a checkpoint.
   *
   * @param present the present length of the run. A checkpoint of version 1 holds no length, so it
   *     gets this one, with the batch size of its own settings if they contain one
   * @throws NoRunCheckpointException if the folder is no checkpoint of a run
   * @throws CheckpointException if the checkpoint is damaged, or a later version of jclip wrote it
   */
  public static RunProgress read(Path checkpoint, RunLength present) {
    Path file = in(checkpoint);
    if (!Files.isRegularFile(file)) {
      throw new NoRunCheckpointException(
          "%s: expected a checkpoint of a run, which holds %s, to resume from; to train on from a model's weights, begin a run with them"
              .formatted(checkpoint, FILE));
    }
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      int version = json.path("version").asInt(1);
      return switch (version) {
        case 1 -> readFirst(json, present);
        case VERSION -> readLatest(json);
        default ->
            throw new CheckpointException(
                "%s: version: expected %d or less, found %d; resume with the version of jclip that wrote it, or a later one"
                    .formatted(file, VERSION, version));
      };
    } catch (JacksonException | IllegalArgumentException e) {
      throw new CheckpointException(
          "%s: damaged: %s; resume from an earlier checkpoint".formatted(file, e.getMessage()), e);
    }
  }

  private static RunProgress readLatest(JsonNode json) {
    return new RunProgress(
        json.required("step").longValue(),
        json.required("samples").longValue(),
        position(json),
        new Course(
            MAPPER.treeToValue(json.required("length"), RunLength.class),
            MAPPER.treeToValue(json.required("leg"), Course.Leg.class)),
        settings(json));
  }

  /**
   * Reads version 1. It holds no number of pairs, but all its steps had the batch size that its
   * settings name.
   */
  private static RunProgress readFirst(JsonNode json, RunLength present) {
    long step = json.required("step").longValue();
    SequencedMap<String, String> settings = settings(json);
    int batchSize =
        settings.containsKey("batch")
            ? Integer.parseInt(settings.get("batch"))
            : present.batchSize();
    var length =
        new RunLength(
            present.steps(),
            Math.max(present.pairsPerEpoch(), batchSize),
            batchSize,
            present.unit());
    settings.computeIfPresent("data", (_, data) -> placeOfFirst(data));
    return new RunProgress(step, step * batchSize, position(json), Course.of(length), settings);
  }

  /**
   * Returns the location of the data from version 1's setting {@code data}, where the weights, the
   * captions and the augmentation follow the location. Returns {@code null} if one of these three
   * was given, since then the location cannot be separated from them.
   */
  private static @Nullable String placeOfFirst(String data) {
    return data.endsWith(NONE_GIVEN)
        ? data.substring(0, data.length() - NONE_GIVEN.length())
        : null;
  }

  private static DataPosition position(JsonNode json) {
    return new DataPosition(
        json.required("pass").longValue(), json.required("entries").longValue());
  }

  private static SequencedMap<String, String> settings(JsonNode json) {
    var settings = new TreeMap<String, String>();
    json.required("settings")
        .propertyStream()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asString()));
    return settings;
  }
}
