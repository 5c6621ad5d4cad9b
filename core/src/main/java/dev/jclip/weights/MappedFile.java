package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import java.io.EOFException;
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

  /**
   * Copies a part of a slice past the mapping, where much is read once: to enter a page into the
   * process's table takes longer than to copy it.
   */
  void load(MemorySegment slice, long offset, byte[] target, int length) {
    try {
      synchronized (handle) {
        handle.seek(slice.address() - bytes.address() + offset);
        handle.readFully(target, 0, length);
      }
    } catch (EOFException e) {
      throw cutShort(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
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
      throw unreadable(e);
    }
  }

  private RuntimeException unreadable(IOException cause) {
    return bytes.scope().isAlive()
        ? error("cannot be read: " + cause.getMessage(), cause)
        : new IllegalStateException("the state dict of " + path + " is closed", cause);
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
