package dev.jclip.data.detection;

import dev.jclip.data.file.NamedFile;
import dev.jclip.image.file.PictureFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Where the bytes of an image are, not decoded. */
sealed interface ImageBytes {
  byte[] read() throws IOException;

  /**
   * A file of its own.
   *
   * @param name as the data set writes it
   * @param folder what the name is relative to
   */
  record OfFile(String name, Path folder) implements ImageBytes {
    @Override
    public byte[] read() throws IOException {
      return PictureFile.read(NamedFile.of(name, folder));
    }
  }

  /** A stretch of a tar file, which is not compressed. */
  record OfTar(Path file, long offset, int length) implements ImageBytes {
    @Override
    public byte[] read() throws IOException {
      try (var tar = new RandomAccessFile(file.toFile(), "r")) {
        byte[] content = new byte[length];
        tar.seek(offset);
        tar.readFully(content);
        return content;
      } catch (EOFException e) {
        throw new IOException(file + ": ends within an image; was it cut since it was opened?", e);
      }
    }
  }
}
