package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.LockObtainFailedException;

/** Lucene's failures in words that say what to do. */
final class LuceneErrors {
  private LuceneErrors() {}

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
    String message =
        switch (failure) {
          case IndexNotFoundException _ ->
              "no index is there; make one with jclip index --index %s PATH...".formatted(index);
          case IndexFormatTooOldException _ ->
              "made by an older version whose format is not read any more; make it anew with jclip index and another folder";
          case IndexFormatTooNewException _ ->
              "made by a newer version, whose format is not known yet; update jclip";
          case LockObtainFailedException _ ->
              "another process is writing to it; wait for its end, or end it";
          case CorruptIndexException e -> damaged(String.valueOf(e.getMessage()));
          case FileNotFoundException e -> damaged("a file is missing: " + e.getMessage());
          case NoSuchFileException e -> damaged("a file is missing: " + e.getMessage());
          case AccessDeniedException e -> what + ": permission denied: " + e.getMessage();
          case FileSystemException e when e.getReason() != null -> what + ": " + e.getReason();
          default ->
              what + ": " + Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    return new IndexException(index + ": " + message, failure);
  }

  private static String damaged(String details) {
    return "damaged: %s; jclip index --repair takes out what cannot be read, and embeds those pictures again"
        .formatted(details);
  }
}
