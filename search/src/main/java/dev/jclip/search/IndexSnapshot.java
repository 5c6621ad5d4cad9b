package dev.jclip.search;

import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One committed state of an index, which stays as it is while others write. Images have numbers in
 * it, ordinals, from 0 to {@link #bound}, some of which may be of images that are gone. Safe for
 * many threads until it is closed.
 */
public interface IndexSnapshot extends AutoCloseable {
  /** The model whose vectors these are. */
  IndexModel model();

  /** What the writer remembered with this state. */
  Map<String, String> notes();

  /** How many images there are. */
  int size();

  /** What ordinals are below. */
  int bound();

  /**
   * The images whose vectors have the highest dot products with a vector, best first.
   *
   * @param query of the index's length
   * @param count 1 or more
   * @param where only these, if given
   * @param accuracy whether all vectors are compared
   * @return scores are dot products with the vectors as they were put in
   * @throws IllegalArgumentException if the vector's length is not the index's, or a field of the
   *     condition is unknown
   */
  List<Match> nearest(
      float[] query, int count, Optional<Expression<Comparison>> where, Accuracy accuracy);

  /**
   * Compares vectors with images, all in one pass over the snapshot: each image's vector is read
   * once, however many vectors it is compared with.
   *
   * @param queries one or more, each of the index's length
   * @param where which images match; all do, if none is given
   * @param others tells by their ordinals which images are compared too, though they do not match
   * @throws IllegalArgumentException if a vector's length is not the index's, or a field of the
   *     condition is unknown
   */
  Comparisons compare(
      List<float[]> queries, Optional<Expression<Comparison>> where, IntPredicate others);

  /** Dot products with all images, by ordinal; NaN where there is none or it does not match. */
  default float[] similarities(float[] query, Optional<Expression<Comparison>> where) {
    return compare(List.of(query), where, _ -> false).similarities().getFirst();
  }

  /**
   * Dot products with an even sample of all images.
   *
   * @param most the maximum size of the sample
   */
  float[] sampledSimilarities(float[] query, int most);

  /** The images whose names and captions hold words of a text, best first by BM25. */
  List<Match> fullText(String text, int count, Optional<Expression<Comparison>> where);

  /** The ordinals of all images, rising. */
  IntStream ordinals();

  /** The ordinal of an image. */
  Optional<Integer> find(String id);

  /** What is known of an image. */
  IndexedPicture picture(int ordinal);

  /** An image's vector as it was put in. */
  float[] vector(int ordinal);

  /** Names by which images can be filtered. */
  SortedSet<String> fields();

  /** Shows the ids, sources and stamps of all images. */
  void eachStamp(Consumer<Stamp> consumer);

  /**
   * The state that was committed last, if that is another one than this; both are to be closed.
   * What they have in common is held in memory once.
   *
   * @throws dev.jclip.error.IndexException if it cannot be read
   */
  Optional<IndexSnapshot> newer();

  @Override
  void close();

  /** Whether all vectors are compared, or a graph is followed that may miss some. */
  sealed interface Accuracy {
    /** All are compared. */
    Accuracy EXACT = new Exact();

    /** A graph is followed where there is one, with 100 candidates. */
    Accuracy APPROXIMATE = new Approximate(100);

    /** All are compared. */
    record Exact() implements Accuracy {}

    /**
     * A graph is followed where there is one.
     *
     * @param candidates how many images are kept in view meanwhile (efSearch of HNSW's paper, arXiv
     *     1603.09320), 1 or more: with more of them less is missed, and it takes longer. As many as
     *     results are asked for are kept anyway.
     */
    record Approximate(int candidates) implements Accuracy {
      /** Checks the number. */
      public Approximate {
        if (candidates < 1) {
          throw new IllegalArgumentException("candidates: expected 1 or more, found " + candidates);
        }
      }
    }
  }

  /**
   * What a pass over a snapshot gave.
   *
   * @param similarities of each query in its place: dot products by ordinal, NaN where there is no
   *     image, or it was not compared
   * @param matching the ordinals of the images that match the condition
   */
  record Comparisons(List<float[]> similarities, BitSet matching) {}

  /** What tells whether an image has to be embedded again. */
  record Stamp(String id, String source, String stamp) {}
}
