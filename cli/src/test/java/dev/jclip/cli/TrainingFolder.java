package dev.jclip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder with 40 pairs to train on, the architecture of a small model, and the runs that a test
 * begins there.
 *
 * @param data a table of the pairs
 * @param architecture a JSON file
 * @param logs the folder of all runs
 */
record TrainingFolder(Path data, Path architecture, Path logs) {
  static TrainingFolder in(Path folder) throws IOException {
    return new TrainingFolder(
        TrainingData.write(folder.resolve("data")),
        TrainingData.architecture(folder),
        folder.resolve("logs"));
  }

  /** The folder of a run. */
  Path run(String name) {
    return logs.resolve(name);
  }

  /** The lines of a run's log. */
  List<JsonNode> log(String name) throws IOException {
    return Files.readAllLines(run(name).resolve("log.jsonl")).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }
}
