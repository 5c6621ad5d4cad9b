package dev.jclip.data.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a stream that are not blank, each in memory up to a limit. */
final class ByteLines {
  private final InputStream in;
  private final int limit;
  private long number;
  private boolean isEnded;

  ByteLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The number of the line that was given last, from 1. */
  long number() {
    return number;
  }

  /** The next line, or nothing at the end; one over the limit is cut one byte behind it. */
  byte @Nullable [] next() throws IOException {
    while (!isEnded) {
      var line = new ByteArrayOutputStream();
      boolean isBlank = true;
      int value = in.read();
      for (; value >= 0 && value != '\n'; value = in.read()) {
        if (line.size() <= limit) {
          line.write(value);
        }
        isBlank &= value <= ' ';
      }
      isEnded = value < 0;
      number++;
      if (!isBlank) {
        return line.toByteArray();
      }
    }
    return null;
  }
}
