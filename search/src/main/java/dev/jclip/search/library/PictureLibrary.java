package dev.jclip.search.library;

import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.update.IndexBuilder;
import dev.jclip.search.update.IndexListener;
import dev.jclip.search.update.IndexReport;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * An index of images with its model, as a program keeps it open: any number of threads ask it,
 * while one thread, or another process, updates the index. Each view shows the state that was
 * committed last when it was taken, and an update holds up no query. The library closes what it
 * owns: snapshots when their last view is closed, and the model with the library.
 *
 * <pre>{@code
 * try (LibraryView view = library.view()) {
 *   var wanted = view.queries().sum(QueryParser.sum(List.of("red shoe")));
 *   List<SearchHit> hits = view.search().find(SearchRequest.of(wanted, 10));
 * }
 * }</pre>
 */
public final class PictureLibrary implements AutoCloseable {
  private final String index;
  private final ModelSource models;
  private final ReentrantLock following = new ReentrantLock();
  private volatile LibraryState current;
  private volatile boolean closed;

  /**
   * Takes over a snapshot of an index, and follows its commits from there on.
   *
   * @param index what messages call the index
   * @param snapshot closed by the library
   * @param models asked when a query first needs a model, and not before
   */
  public PictureLibrary(String index, IndexSnapshot snapshot, ModelSource models) {
    this.index = index;
    this.models = models;
    current = new LibraryState(snapshot, new SharedModel(index, snapshot.model(), models));
  }

  /**
   * The state that was committed last: all that was committed before this is asked for is in it.
   * Close it.
   *
   * @throws dev.jclip.error.IndexException if a newer state cannot be read
   * @throws IllegalStateException if the library is closed
   */
  public LibraryView view() {
    follow();
    while (true) {
      LibraryState state = current;
      if (closed) {
        throw new IllegalStateException(index + ": the library is closed");
      }
      if (state.retain()) {
        return new LibraryView(state);
      }
    }
  }

  /** Looks for a newer state; it takes a look at the index's files unless there is one. */
  private void follow() {
    following.lock();
    try {
      if (!closed) {
        current.snapshot.newer().ifPresent(this::replace);
      }
    } finally {
      following.unlock();
    }
  }

  private void replace(IndexSnapshot newer) {
    LibraryState before = current;
    current = new LibraryState(newer, modelFor(newer.model(), before.model));
    before.release();
  }

  /** The same model, unless the index was made anew with another one. */
  private SharedModel modelFor(IndexModel wanted, SharedModel known) {
    return known.serves(wanted) && known.retain() ? known : new SharedModel(index, wanted, models);
  }

  /**
   * Makes the index hold what its sources hold, with the library's model; views that are taken
   * meanwhile show what was committed so far.
   *
   * @param writing the library's index, opened to write to it; it stays the caller's
   * @param ends asked before each image whether to end early
   * @see IndexBuilder#update(List, BooleanSupplier)
   */
  public IndexReport update(
      EmbeddingIndex writing,
      List<? extends PictureSource> sources,
      IndexListener listener,
      BooleanSupplier ends) {
    SharedModel model = retainedModel();
    try {
      return new IndexBuilder(writing, () -> model.get().embedder(), listener)
          .update(sources, ends);
    } finally {
      model.release();
    }
  }

  /** Without its snapshot, which a long update would keep open. */
  private SharedModel retainedModel() {
    try (LibraryView view = view()) {
      return view.retainedModel();
    }
  }

  /** Ends following; what views use is closed with the last of them. */
  @Override
  public void close() {
    following.lock();
    try {
      if (!closed) {
        closed = true;
        current.release();
      }
    } finally {
      following.unlock();
    }
  }
}
