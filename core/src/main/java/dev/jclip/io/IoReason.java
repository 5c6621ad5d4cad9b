package dev.jclip.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why reading failed, in words; Java's own message is often the path alone. */
public final class IoReason {
  private IoReason() {}

  /** A few words without the file's name. */
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemLoopException _ -> "a link leads back to a folder above it";
      case CharacterCodingException _ -> "it is not UTF-8";
      case EOFException _ -> "it is cut short";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }
}
