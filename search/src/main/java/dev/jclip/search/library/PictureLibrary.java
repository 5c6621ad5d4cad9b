package dev.jclip.search.library;

import dev.jclip.embed.ImageTextModel;
import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.QueryParser;
import dev.jclip.search.query.SearchRequest;
import dev.jclip.search.query.WeightedTerm;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.PictureSources;
import dev.jclip.search.update.IndexBuilder;
import dev.jclip.search.update.IndexListener;
import dev.jclip.search.update.IndexReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An index of images with its model. A program that only wants to find images needs nothing else:
 *
 * <pre>{@code
 * try (Clip clip = Clip.load("bundled");
 *     PictureLibrary library = PictureLibrary.open(Path.of("photos.index"), clip)) {
 *   library.update(List.of(Path.of("photos")));
 *   library.search("red shoe", 10).forEach(found -> System.out.println(found.id()));
 * }
 * }</pre>
 *
 * <p>It is made to stay open, as in a server: any number of threads ask it, while one thread, or
 * another process, updates the index. Each view shows the state that was committed last when it was
 * taken, and an update holds up no query. The library closes what it owns: snapshots when their
 * last view is closed, and the model with the library. A view answers more than one question about
 * the same state:
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
  private final Supplier<? extends EmbeddingIndex> writer;
  private final ReentrantLock following = new ReentrantLock();
  private volatile LibraryState current;
  private volatile boolean closed;

  private PictureLibrary(
      String index,
      IndexSnapshot snapshot,
      ModelSource models,
      Supplier<? extends EmbeddingIndex> writer) {
    this.index = index;
    this.models = models;
    this.writer = writer;
    current = new LibraryState(snapshot, new SharedModel(index, snapshot.model(), models));
  }

  /**
   * Opens the index in a folder, and makes one where there is none. When this fails, it leaves no
   * folder behind that was not there before.
   *
   * @param model stays the caller's, who closes it after the library
   * @throws dev.jclip.search.OtherModelException if the index holds vectors of another model
   * @throws dev.jclip.error.IndexException if the index cannot be read, or none can be made there
   */
  public static PictureLibrary open(Path folder, ImageTextModel model) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(model, "model");
    var opened = new OpenModel(model.name(), model, () -> {});
    IndexModel wanted = opened.embedder().model();
    if (!LuceneIndex.exists(folder)) {
      LuceneIndex.create(folder, wanted, VectorStorage.FLOAT32).close();
    }
    String index = folder.toString();
    IndexSnapshot snapshot = LuceneSnapshot.open(folder);
    try {
      snapshot.model().requireSame(wanted, index);
      return new PictureLibrary(index, snapshot, _ -> opened, () -> LuceneIndex.open(folder));
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  /**
   * Takes over a snapshot of an index, and follows its commits from there on.
   *
   * @param index what messages call the index
   * @param snapshot closed by the library
   * @param models asked when a query first needs a model, and not before
   */
  public PictureLibrary(String index, IndexSnapshot snapshot, ModelSource models) {
    this(
        Objects.requireNonNull(index, "index"),
        Objects.requireNonNull(snapshot, "snapshot"),
        Objects.requireNonNull(models, "models"),
        () -> {
          throw new IllegalStateException(
              index
                  + ": the library was made of a snapshot and cannot write: give update the index to write to, or open the library by PictureLibrary.open");
        });
  }

  /**
   * Makes the index hold the images of folders, files, tables and shards: what is new or has
   * changed is embedded, what is gone is taken out, and what the index holds from other places
   * stays as it is.
   *
   * @return what was done, with what could not be read and why
   * @throws dev.jclip.error.IndexException if a folder cannot be listed, the index cannot be
   *     written, or another process writes to it
   * @throws IllegalStateException if the library was not made by {@link #open}
   */
  public IndexReport update(List<Path> paths) {
    Objects.requireNonNull(paths, "paths");
    List<PictureSource> sources = PictureSources.of(paths.stream().map(Path::toString).toList());
    try (EmbeddingIndex writing = writer.get()) {
      return update(writing, sources, new IndexListener() {}, () -> false);
    }
  }

  /**
   * Finds the images that a query describes, as they were committed last. The command line reads
   * queries in the same way: {@code red shoe - heel + 0.5*photo.jpg} is a sum of texts and images.
   *
   * @param count the most results, 1 or more
   * @return the best first; none while the index is empty
   * @throws IllegalArgumentException if the query or the count says nothing that can be looked for
   * @throws dev.jclip.error.ClipException if the query names an image that cannot be read
   */
  public List<FoundPicture> search(String query, int count) {
    Objects.requireNonNull(query, "query");
    List<WeightedTerm> terms = QueryParser.sum(List.of(query));
    try (LibraryView view = view()) {
      if (view.snapshot().size() == 0) {
        return List.of();
      }
      return view.search().find(SearchRequest.of(view.queries().sum(terms), count)).stream()
          .map(hit -> FoundPicture.of(hit, view.snapshot()))
          .toList();
    }
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
    Objects.requireNonNull(writing, "writing");
    Objects.requireNonNull(sources, "sources");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(ends, "ends");
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
