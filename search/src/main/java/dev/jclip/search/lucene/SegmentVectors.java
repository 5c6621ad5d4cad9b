package dev.jclip.search.lucene;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** The vectors of a segment's images as they were put in, in rising order. For one thread. */
final class SegmentVectors {
  private final int first;
  private final FloatVectorValues vectors;
  private final DocIndexIterator places;
  private final @Nullable Bits live;

  private SegmentVectors(LeafReaderContext leaf, FloatVectorValues vectors) {
    this.vectors = vectors;
    first = leaf.docBase;
    places = vectors.iterator();
    live = leaf.reader().getLiveDocs();
  }

  /** Those of a segment, before the first; none if it holds none. */
  static Optional<SegmentVectors> of(LeafReaderContext leaf) throws IOException {
    @Nullable FloatVectorValues vectors =
        leaf.reader().getFloatVectorValues(PictureDocument.VECTOR);
    return Optional.ofNullable(vectors).map(values -> new SegmentVectors(leaf, values));
  }

  /** Moves on to an image. Whether it is there. */
  boolean advance(int ordinal) throws IOException {
    int document = ordinal - first;
    return (live == null || live.get(document)) && places.advance(document) == document;
  }

  /** The image's vector, valid until the next is asked for. */
  float[] vector() throws IOException {
    return vectors.vectorValue(places.index());
  }

  float similarity(float[] query) throws IOException {
    return VectorUtil.dotProduct(query, vector());
  }
}
