package dev.jclip.search.library;

import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.query.PictureSearch;
import dev.jclip.search.query.QueryEncoder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A library as it was at one commit, for one request: it stays as it is while others write, until
 * it is closed. Safe for many threads.
 */
public final class LibraryView implements AutoCloseable {
  private final LibraryState state;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over one use of a state. */
  LibraryView(LibraryState state) {
    this.state = state;
  }

  /** The commit; closed with the view. */
  public IndexSnapshot snapshot() {
    return state.snapshot;
  }

  /** Answers requests; what it measures is kept until the library's next commit. */
  public PictureSearch search() {
    return state.search;
  }

  /**
   * Gives the vectors of queries, by the index's model, which is opened for the first one.
   *
   * @throws dev.jclip.error.ClipException if the model cannot be opened
   * @throws dev.jclip.error.IndexException if the program's model is not the index's
   */
  public QueryEncoder queries() {
    return new QueryEncoder(state.model.get().encoder());
  }

  /** The model, used once more; released by the caller, perhaps after the view is closed. */
  SharedModel retainedModel() {
    if (!state.model.retain()) {
      throw new IllegalStateException("the view is closed");
    }
    return state.model;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      state.release();
    }
  }
}
