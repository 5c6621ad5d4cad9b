package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import dev.jclip.search.DamagedIndexException;
import dev.jclip.search.MissingIndexException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.LockObtainFailedException;

/** Lucene's failures in words that say what to do. */
final class LuceneErrors {
  private LuceneErrors() {}

  /**
   * Checks that there is a folder, before Lucene makes one.
   *
   * @throws MissingIndexException if there is none
   */
  static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw of(folder.toString(), "", new IndexNotFoundException("no folder"));
    }
  }

  /** For an index that cannot be read. */
  static IndexException reading(String index, IOException failure) {
    return of(index, "cannot be read", failure);
  }

  /** For an index that cannot be written; what was committed stays. */
  static IndexException writing(String index, IOException failure) {
    return of(
        index,
        "cannot be written, and stays as it was last committed",
        failure.getCause() instanceof IOException cause ? cause : failure);
  }

  static void close(String index, Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      throw reading(index, e);
    }
  }

  private static IndexException of(String index, String what, IOException failure) {
    return switch (failure) {
      case IndexNotFoundException _ ->
          new MissingIndexException(index + ": no index is there", index, failure);
      case CorruptIndexException e -> damaged(index, String.valueOf(e.getMessage()), e);
      case FileNotFoundException e -> damaged(index, "a file is missing: " + e.getMessage(), e);
      case NoSuchFileException e -> damaged(index, "a file is missing: " + e.getMessage(), e);
      default -> new IndexException(index + ": " + message(what, failure), failure);
    };
  }

  private static String message(String what, IOException failure) {
    return switch (failure) {
      case IndexFormatTooOldException _ ->
          "made by an older version whose format is not read any more; make it anew in another folder";
      case IndexFormatTooNewException _ ->
          "made by a newer version, whose format is not known yet; update jclip";
      case LockObtainFailedException _ ->
          "another process is writing to it; wait for its end, or end it";
      case AccessDeniedException e -> what + ": permission denied: " + e.getMessage();
      case FileSystemException e when e.getReason() != null -> what + ": " + e.getReason();
      default -> what + ": " + Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }

  private static DamagedIndexException damaged(String index, String details, IOException failure) {
    return new DamagedIndexException(
        "%s: damaged: %s; repair the index, which takes out what cannot be read, and update it, which embeds those images again"
            .formatted(index, details),
        failure);
  }
}
