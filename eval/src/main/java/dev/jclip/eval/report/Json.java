package dev.jclip.eval.report;

import dev.jclip.error.ClipException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pieces of JSON, in order, and files that appear whole. */
final class Json {
  private Json() {}

  /** Names and values in turn. */
  static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  /** JSON has no NaN and no infinity. */
  static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Makes the folder for records, unless it is there. */
  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ClipException(
          "%s: the folder for the records cannot be made: %s".formatted(folder, IoReason.of(e)), e);
    }
  }

  static void write(Path file, byte[] bytes) {
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            channel.write(left);
          }
        });
  }
}
