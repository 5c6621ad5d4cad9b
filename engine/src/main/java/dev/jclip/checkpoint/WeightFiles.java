package dev.jclip.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the file with the weights in a folder. */
final class WeightFiles {
  /** The names that the peers write and read, preferred in this order. */
  private static final List<String> CONVENTIONAL =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "open_clip_model.safetensors",
          "open_clip_model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json",
          "open_clip_pytorch_model.bin",
          "model.pt");

  private static final Pattern SHARD = Pattern.compile("-\\d{5}-of-\\d{5}\\.");
  private static final int SHOWN_FILES = 12;

  private WeightFiles() {}

  /**
   * The weights in a folder: the first file with one of the peers' names, else the only file that
   * is a checkpoint by its content.
   */
  static Path in(Path folder) {
    List<Path> files = list(folder);
    Optional<Path> conventional =
        CONVENTIONAL.stream().map(folder::resolve).filter(files::contains).findFirst();
    if (conventional.isPresent()) {
      return conventional.get();
    }
    List<Path> candidates =
        files.stream().filter(file -> !isShard(file)).filter(WeightFiles::opens).toList();
    return switch (candidates.size()) {
      case 1 -> candidates.getFirst();
      case 0 ->
          throw new CheckpointException(
              "%s: expected a checkpoint (such as model.safetensors or open_clip_model.safetensors), found %s"
                  .formatted(folder, files.isEmpty() ? "no files" : "only " + names(files)));
      default ->
          throw new CheckpointException(
              "%s: expected one checkpoint, found %s; name the file itself"
                  .formatted(folder, names(candidates)));
    };
  }

  /** Whether the name says that it is a part of a checkpoint, which an index puts together. */
  private static boolean isShard(Path file) {
    return SHARD.matcher(file.getFileName().toString()).find();
  }

  /** Whether a file in the folder has one of the peers' names for weights. */
  static boolean areIn(Path folder) {
    return CONVENTIONAL.stream().map(folder::resolve).anyMatch(Files::isRegularFile);
  }

  private static boolean opens(Path file) {
    try (StateDict _ = StateDict.open(file)) {
      return true;
    } catch (CheckpointException e) {
      return false;
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new CheckpointException(
          "%s: cannot be listed: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static String names(List<Path> files) {
    String shown =
        files.stream()
            .limit(SHOWN_FILES)
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "));
    return files.size() > SHOWN_FILES
        ? shown + " and %d more".formatted(files.size() - SHOWN_FILES)
        : shown;
  }
}
