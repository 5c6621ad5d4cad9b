package dev.jclip.cli.command.demo;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Split;
import dev.jclip.scene.file.SceneWriter;
import dev.jclip.scene.render.SceneRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The images of the demonstration: scenes that no training saw, rendered once and kept. */
final class DemoScenes {
  private static final int PIXELS = 128;
  private static final long SEED = 2026;
  private static final JsonMapper JSON = JsonMapper.shared();

  private DemoScenes() {}

  /**
   * An image and what it shows.
   *
   * @param label colour and shape, if there is one object
   */
  record Picture(Path file, String caption, Optional<String> label, SceneFacts facts) {}

  /** Reads the scenes, rendering them first if they are not there. */
  static List<Picture> in(Path cache, int count, OutputOptions output) {
    Path folder = cache.resolve("demo-scenes-%d-%d-%d".formatted(SEED, PIXELS, count));
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(cache);
        Path incomplete = Files.createTempDirectory(cache, "demo-scenes-");
        render(incomplete, count, output);
        Files.move(incomplete, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readAllLines(folder.resolve("metadata.jsonl")).stream()
          .map(line -> picture(folder, JSON.readTree(line)))
          .toList();
    } catch (IOException e) {
      throw new DataException("%s: no place for scenes: %s".formatted(folder, IoReason.of(e)), e);
    }
  }

  /** Draws the scenes. */
  static SceneSampler sampler() {
    return new SceneSampler(SEED, Split.TEST, 1, 3);
  }

  private static void render(Path folder, int count, OutputOptions output) {
    try (Progress progress = output.progress("render scenes", count)) {
      new SceneWriter(sampler(), new SceneRenderer(PIXELS), progress::advance)
          .writeFolder(folder, count);
    }
  }

  private static Picture picture(Path folder, JsonNode record) {
    return new Picture(
        folder.resolve(record.path("file_name").asString()),
        record.path("text").asString(),
        record.path("label").stringValueOpt(),
        SceneFacts.of(record));
  }
}
