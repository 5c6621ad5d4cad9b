package dev.jclip.search.query;

import dev.jclip.error.IndexException;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.Probes;
import java.util.List;

/**
 * Finds images in a snapshot of an index. What unrelated queries reach there is measured once for
 * each kind of query, and kept for the kinds that were asked last. Safe for many threads, as the
 * snapshot is.
 */
public final class PictureSearch {
  /** Each kind that is kept takes about a megabyte. */
  private static final int KEPT_KINDS = 16;

  private final IndexSnapshot snapshot;
  private final RecentValues<List<QueryVector.Part>, ChanceLevel> chances =
      new RecentValues<>(KEPT_KINDS, this::measuredChance);

  /** Searches a snapshot, which stays the caller's. */
  public PictureSearch(IndexSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * The best images, best first.
   *
   * @throws IllegalArgumentException if a vector's length is not the index's, or the condition
   *     names a field that no image has
   * @throws IndexException if the index's notes hold no probes
   */
  public List<SearchHit> find(SearchRequest request) {
    return session(request).hits();
  }

  /** Begins to answer a request; the session's methods throw what {@link #find} does. */
  public QuerySession session(SearchRequest request) {
    return new QuerySession(snapshot, request, chances::get);
  }

  private ChanceLevel measuredChance(List<QueryVector.Part> parts) {
    return ChanceLevel.of(UnrelatedQueries.like(parts, probes(), snapshot), snapshot);
  }

  /**
   * Whether relevance is told by the index's probes alone, since its images are too few to say what
   * is usual among them.
   */
  public boolean judgesByProbesAlone() {
    return snapshot.size() < ChanceLevel.LEAST_PICTURES;
  }

  private Probes probes() {
    return Probes.of(snapshot)
        .orElseThrow(
            () ->
                new IndexException(
                    "the index's notes hold no probes, without which relevance cannot be told; commit them with it, as IndexBuilder does"));
  }
}
