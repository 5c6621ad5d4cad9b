package dev.jclip.search.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's way of merging, which leaves a segment alone that is the only one: that is merged too,
 * when all are to become one, if it was only flushed so far and so has no graph.
 */
final class GraphMergePolicy extends FilterMergePolicy {
  private static final String SOURCE = "source";
  private static final String FLUSH = "flush";

  GraphMergePolicy() {
    super(new TieredMergePolicy());
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos segments, int most, Map<SegmentCommitInfo, Boolean> wanted, MergeContext context)
      throws IOException {
    @Nullable MergeSpecification merges = super.findForcedMerges(segments, most, wanted, context);
    if (merges != null || segments.size() != 1 || !isWithoutGraph(segments.info(0), context)) {
      return merges;
    }
    var single = new MergeSpecification();
    single.add(new OneMerge(List.of(segments.info(0))));
    return single;
  }

  private static boolean isWithoutGraph(SegmentCommitInfo segment, MergeContext context) {
    return FLUSH.equals(segment.info.getDiagnostics().get(SOURCE))
        && !context.getMergingSegments().contains(segment);
  }
}
