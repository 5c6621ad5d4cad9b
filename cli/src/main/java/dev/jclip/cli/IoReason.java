package dev.jclip.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why reading or writing failed, in words; Java's own message is often the path alone. */
final class IoReason {
  private IoReason() {}

  static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case CharacterCodingException _ -> "it is not UTF-8";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }
}
