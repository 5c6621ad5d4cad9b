package dev.jclip.cli.output;

import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A text file that is written beside its name while a job goes on, and is there under its name once
 * it is complete. For one thread; close it.
 */
public final class GradualFile implements AutoCloseable {
  private final Path file;
  private final Path temporary;
  private final BufferedWriter out;

  /**
   * Begins a file.
   *
   * @throws DataException if it cannot be written
   */
  public GradualFile(Path file) {
    this.file = file;
    temporary = AtomicFile.temporaryBeside(file.toAbsolutePath());
    try {
      out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  /** Adds to the file. */
  public void write(String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  /** Puts the file in its place. */
  public void finish() {
    try {
      out.close();
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  private DataException cannotBeWritten(IOException failure) {
    return new DataException(
        "%s: cannot be written: %s".formatted(file, IoReason.of(failure)), failure);
  }

  /** Leaves nothing of a file that is not finished. */
  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }
}
