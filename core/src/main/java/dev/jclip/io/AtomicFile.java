package dev.jclip.io;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/** Writes files that appear under their name complete and on disk, or not at all. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Fills a temporary file beside the target, forces it to disk, and moves it into place.
   *
   * @throws CheckpointException if the file cannot be written
   */
  public static void write(Path target, Body body) {
    try {
      tryWrite(target, body);
    } catch (IOException e) {
      throw new CheckpointException(target + ": cannot be written: " + e, e);
    }
  }

  /**
   * Does the same, for callers whose errors are of another kind. Where a file is replaced, the new
   * one has its permissions.
   *
   * @throws IOException if the file cannot be written; what was there under its name stays
   */
  public static void tryWrite(Path target, Body body) throws IOException {
    Path temporary = temporaryBeside(target);
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      body.writeTo(channel);
      channel.force(true);
      keepPermissions(target, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void keepPermissions(Path target, Path temporary) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (old != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
    }
  }

  /**
   * Writes bytes in the same way.
   *
   * @throws IOException as {@link #tryWrite(Path, Body)}
   */
  public static void tryWrite(Path target, byte[] content) throws IOException {
    tryWrite(target, channel -> writeAll(channel, content));
  }

  /** A new name in a file's folder, for what becomes the file or helps to write it. */
  public static Path temporaryBeside(Path target) {
    return target.resolveSibling(".jclip-" + UUID.randomUUID() + ".tmp");
  }

  /**
   * Writes bytes in the same way.
   *
   * @throws CheckpointException if the file cannot be written
   */
  public static void write(Path target, byte[] content) {
    write(target, channel -> writeAll(channel, content));
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** What a file shall hold. */
  @FunctionalInterface
  public interface Body {
    /** Writes the content. */
    void writeTo(FileChannel channel) throws IOException;
  }
}
