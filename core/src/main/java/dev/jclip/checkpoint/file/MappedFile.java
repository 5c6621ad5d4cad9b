package dev.jclip.checkpoint.file;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file mapped into memory.
 *
 * <p>Another process may cut the file short while it is mapped. The JVM reports an access past the
 * new end as an {@link InternalError}, at the latest when the thread returns from its next native
 * call, and shows zeros on the rest of the last page. Every access therefore goes through {@link
 * #read}, which asks for the length afterwards: that is a native call, and finds both cases.
 */
final class MappedFile {
  private final Path path;
  private final RandomAccessFile handle;
  private final MemorySegment bytes;

  MappedFile(Path path, RandomAccessFile handle, MemorySegment bytes) {
    this.path = path;
    this.handle = handle;
    this.bytes = bytes;
  }

  Path path() {
    return path;
  }

  long size() {
    return bytes.byteSize();
  }

  /** A view of a range that the caller has checked to lie in the file. */
  MemorySegment slice(long offset, long length) {
    return bytes.asSlice(offset, length);
  }

  /** Copies a range that the caller has checked to lie in the file. */
  void copy(long offset, byte[] target, int index, int length) {
    read(() -> MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, target, index, length));
  }

  /** Runs code that reads mapped bytes; a file cut short meanwhile is a CheckpointException. */
  void read(Runnable access) {
    try {
      access.run();
      if (handle.length() < size()) {
        throw cutShort(null);
      }
    } catch (InternalError e) {
      throw cutShort(e);
    } catch (IOException e) {
      if (!bytes.scope().isAlive()) {
        throw new IllegalStateException("the state dict of " + path + " is closed", e);
      }
      throw error("cannot be read: " + e.getMessage(), e);
    }
  }

  /** An exception whose message begins with the file's path. */
  CheckpointException error(String message) {
    return new CheckpointException(path + ": " + message);
  }

  /** An exception whose message begins with the file's path, with the failure behind it. */
  CheckpointException error(String message, Throwable cause) {
    return new CheckpointException(path + ": " + message, cause);
  }

  private CheckpointException cutShort(@Nullable Throwable cause) {
    return new CheckpointException(
        path + ": was cut short while in use; expected " + size() + " bytes; fetch it again",
        cause);
  }
}
