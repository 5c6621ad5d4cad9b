package dev.jclip.search.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** A file's size and time of change, by which changed files are told. */
final class FileStamp {
  /** Of a file that is not there. */
  static final String NONE = "-";

  private FileStamp() {}

  static String of(BasicFileAttributes attributes) {
    return attributes.size() + ":" + attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
  }

  static String of(Path file) {
    try {
      return of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return NONE;
    }
  }
}
