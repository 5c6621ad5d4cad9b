package dev.jclip.search.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.SparseFixedBitSet;
import org.jspecify.annotations.Nullable;

/** The nearest vectors, by graphs that are entered at {@link EntryPoints}. */
final class GraphQuery extends KnnFloatVectorQuery {
  private final Function<LeafReaderContext, Optional<EntryPoints>> entryPoints;

  /** Describes a query. */
  GraphQuery(
      float[] query,
      int candidates,
      @Nullable Query filter,
      Function<LeafReaderContext, Optional<EntryPoints>> entryPoints) {
    super(PictureDocument.VECTOR, query, candidates, filter);
    this.entryPoints = entryPoints;
  }

  @Override
  protected KnnCollectorManager getKnnCollectorManager(int k, IndexSearcher searcher) {
    KnnCollectorManager collectors = super.getKnnCollectorManager(k, searcher);
    return new KnnCollectorManager() {
      @Override
      public KnnCollector newCollector(
          int visitLimit, KnnSearchStrategy strategy, LeafReaderContext leaf) throws IOException {
        return collectors.newCollector(visitLimit, entering(strategy, leaf), leaf);
      }

      @Override
      public KnnCollector newOptimisticCollector(
          int visitLimit, KnnSearchStrategy strategy, LeafReaderContext leaf, int leafK)
          throws IOException {
        return collectors.newOptimisticCollector(visitLimit, entering(strategy, leaf), leaf, leafK);
      }

      @Override
      public boolean isOptimistic() {
        return collectors.isOptimistic();
      }
    };
  }

  /** A search that goes on from what an earlier one found has its entry points already. */
  private KnnSearchStrategy entering(KnnSearchStrategy strategy, LeafReaderContext leaf) {
    return strategy instanceof KnnSearchStrategy.Seeded
        ? strategy
        : entryPoints.apply(leaf).map(points -> entering(strategy, points)).orElse(strategy);
  }

  private KnnSearchStrategy entering(KnnSearchStrategy strategy, EntryPoints points) {
    int[] documents = points.nearest(target);
    var set = new SparseFixedBitSet(documents[documents.length - 1] + 1);
    Arrays.stream(documents).forEach(set::set);
    return new KnnSearchStrategy.Seeded(
        new BitSetIterator(set, documents.length), documents.length, strategy);
  }
}
