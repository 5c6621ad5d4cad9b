package dev.jclip.search;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A store of images' vectors and of what is known of them, to which one process writes while any
 * number of them read. What was put or deleted is seen by snapshots taken after the next commit,
 * and is on disk then; what was not committed is gone after a crash, and everything else is not.
 *
 * <p>Implementations are safe for many threads at once. Their operations throw {@link
 * dev.jclip.error.IndexException} where the store cannot be read or written; the last commit stays
 * as it is then.
 */
public interface EmbeddingIndex extends AutoCloseable {
  /** The model whose vectors these are. */
  IndexModel model();

  /** Puts images in, in place of those of the same ids. */
  void put(Collection<IndexEntry> entries);

  /** Takes images out; ids that are not there are no error. */
  void delete(Collection<String> ids);

  /**
   * Makes everything so far permanent, and visible to new snapshots, all at once.
   *
   * @param notes what the writer wants to remember with this state, in place of earlier notes
   */
  void commit(Map<String, String> notes);

  /** The last committed state. Close it. */
  IndexSnapshot snapshot();

  /** Ends writing; what was not committed is dropped. */
  @Override
  void close();

  /** Puts one image in. */
  default void put(IndexEntry entry) {
    put(List.of(entry));
  }
}
