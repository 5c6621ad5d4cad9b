package dev.jclip.search.library;

import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.query.SearchHit;

/**
 * An image that a query has found.
 *
 * @param picture the image as the index describes it
 * @param similarity the cosine with the query, -1 to 1
 * @param relevance how surely the image shows what the query says, 0 to 1
 */
public record FoundPicture(IndexedPicture picture, double similarity, double relevance) {
  static FoundPicture of(SearchHit hit, IndexSnapshot snapshot) {
    return new FoundPicture(snapshot.picture(hit.ordinal()), hit.similarity(), hit.relevance());
  }

  /** Where the image is: the path of a file, or its place in a shard or table. */
  public String id() {
    return picture.id();
  }
}
