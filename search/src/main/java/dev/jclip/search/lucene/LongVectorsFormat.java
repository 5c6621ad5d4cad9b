package dev.jclip.search.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;

/**
 * Two formats of Lucene's own of one name, so that Lucene reads what they wrote: one for images as
 * they are flushed, one for merges; and without Lucene's limit of 1,024 values.
 */
final class LongVectorsFormat extends KnnVectorsFormat {
  private static final int MOST_VALUES = 16_384;

  private final KnnVectorsFormat flushed;
  private final KnnVectorsFormat merged;

  LongVectorsFormat(KnnVectorsFormat flushed, KnnVectorsFormat merged) {
    super(merged.getName());
    this.flushed = flushed;
    this.merged = merged;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    boolean merging = state.context.context() == IOContext.Context.MERGE;
    return (merging ? merged : flushed).fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return merged.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return MOST_VALUES;
  }
}
