package dev.jclip.captioning.reading;

import dev.jclip.error.ClipException;
import org.jspecify.annotations.Nullable;

/** Text cannot be read, since the program that reads it is missing or fails. */
public final class ReadingException extends ClipException {
  ReadingException(String message) {
    super(message);
  }

  ReadingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
