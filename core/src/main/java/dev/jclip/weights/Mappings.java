package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mapped files of one state dict; closing unmaps them all. */
final class Mappings implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final List<RandomAccessFile> handles = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();

  /** Maps the whole of an existing, regular, non-empty file for reading. */
  MappedFile map(Path path) {
    requireReadable(path);
    try {
      RandomAccessFile handle = new RandomAccessFile(path.toFile(), "r");
      handles.add(handle);
      long size = handle.length();
      MemorySegment bytes = handle.getChannel().map(MapMode.READ_ONLY, 0, size, arena);
      paths.add(path);
      return new MappedFile(path, handle, bytes);
    } catch (IOException | UnsupportedOperationException e) {
      throw new CheckpointException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  List<Path> paths() {
    return List.copyOf(paths);
  }

  boolean isOpen() {
    return arena.scope().isAlive();
  }

  @Override
  public void close() {
    if (isOpen()) {
      arena.close();
    }
    for (RandomAccessFile handle : handles) {
      try {
        handle.close();
      } catch (IOException e) {
        throw new CheckpointException("checkpoint file cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  private static void requireReadable(Path path) {
    if (Files.isDirectory(path)) {
      throw new CheckpointException(
          path + ": is a folder; expected a checkpoint file; name the file inside it");
    }
    if (!Files.exists(path)) {
      throw new CheckpointException(path + ": does not exist; expected a checkpoint file");
    }
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(path + ": is not a regular file; expected a checkpoint file");
    }
    try {
      if (Files.size(path) == 0) {
        throw new CheckpointException(
            path + ": holds zero bytes; expected a checkpoint; fetch the file again");
      }
    } catch (IOException e) {
      throw new CheckpointException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
