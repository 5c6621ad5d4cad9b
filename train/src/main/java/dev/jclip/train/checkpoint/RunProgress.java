package dev.jclip.train.checkpoint;

import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.error.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a run has come.
 *
 * @param step how many steps were taken
 * @param data where the next batch begins
 * @param settings of the run, as text by name
 */
public record RunProgress(long step, DataPosition data, Map<String, String> settings) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String FILE = "training.json";

  /** Copies the settings. */
  public RunProgress {
    settings = Map.copyOf(settings);
  }

  byte[] toJson() {
    return MAPPER.writeValueAsBytes(
        Map.of(
            "step",
            step,
            "pass",
            data.pass(),
            "entries",
            data.entries(),
            "settings",
            new TreeMap<>(settings)));
  }

  static Path in(Path checkpoint) {
    return checkpoint.resolve(FILE);
  }

  /**
   * Reads what a checkpoint says.
   *
   * @throws CheckpointException if it is no checkpoint of a run
   */
  public static RunProgress read(Path checkpoint) {
    Path file = in(checkpoint);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          "%s: expected a checkpoint of a run, which holds %s, to resume from; to train on from a model's weights, name it with --pretrained"
              .formatted(checkpoint, FILE));
    }
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      var settings = new TreeMap<String, String>();
      json.required("settings")
          .propertyStream()
          .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asString()));
      return new RunProgress(
          json.required("step").longValue(),
          new DataPosition(json.required("pass").longValue(), json.required("entries").longValue()),
          settings);
    } catch (JacksonException e) {
      throw new CheckpointException(
          "%s: damaged: %s; resume from an earlier checkpoint".formatted(file, e.getMessage()), e);
    }
  }
}
