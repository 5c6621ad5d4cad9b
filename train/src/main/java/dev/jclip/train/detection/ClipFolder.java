package dev.jclip.train.detection;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.DetectorCheckpoint;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a CLIP model, which are copied byte by byte, so that the model stays what it is.
 *
 * @param folder with the files
 * @param files weights, configurations and vocabulary, without what belongs to a detector, a run or
 *     a machine
 */
record ClipFolder(Path folder, List<Path> files) {
  private static final Set<String> OF_A_RUN =
      Set.of("training.json", "optimizer.safetensors", "jclip-precision.json");

  static ClipFolder of(Path model) {
    if (!Files.isDirectory(model)) {
      throw new CheckpointException(
          "%s: expected the folder of a CLIP model, whose files are copied beside the detector, found a file; name the folder, or write one with jclip export"
              .formatted(model));
    }
    Path folder = Checkpoint.folderOf(model);
    try (Stream<Path> entries = Files.list(folder)) {
      return new ClipFolder(
          folder,
          entries.filter(Files::isRegularFile).filter(ClipFolder::isOfModel).sorted().toList());
    } catch (IOException e) {
      throw new CheckpointException(
          "%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
    }
  }

  private static boolean isOfModel(Path file) {
    return !OF_A_RUN.contains(file.getFileName().toString())
        && !DetectorCheckpoint.isFileOfOne(file);
  }

  void copyTo(Path target) {
    try {
      Files.createDirectories(target);
      for (Path file : files) {
        copy(file, target.resolve(file.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "%s: the files of the model in %s cannot be copied: %s"
              .formatted(target, folder, IoReason.of(e)),
          e);
    }
  }

  private static void copy(Path file, Path target) throws IOException {
    try (FileChannel from = FileChannel.open(file)) {
      AtomicFile.tryWrite(
          target,
          to -> {
            long size = from.size();
            for (long position = 0; position < size; ) {
              position += from.transferTo(position, size - position, to);
            }
          });
    }
  }
}
