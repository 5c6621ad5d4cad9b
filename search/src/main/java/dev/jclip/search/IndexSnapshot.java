package dev.jclip.search;

import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One committed state of an index, which stays as it is while others write. Pictures have numbers
 * in it, ordinals, from 0 to {@link #bound}, some of which may be of pictures that are gone. Safe
 * for many threads until it is closed.
 */
public interface IndexSnapshot extends AutoCloseable {
  /** The model whose vectors these are. */
  IndexModel model();

  /** What the writer remembered with this state. */
  Map<String, String> notes();

  /** How many pictures there are. */
  int size();

  /** What ordinals are below. */
  int bound();

  /**
   * The pictures whose vectors have the highest dot products with a vector, best first.
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

  /** Dot products with all pictures, by ordinal; NaN where there is none or it does not match. */
  float[] similarities(float[] query, Optional<Expression<Comparison>> where);

  /**
   * Dot products with an even sample of all pictures.
   *
   * @param most how many at the most
   */
  float[] sampledSimilarities(float[] query, int most);

  /** The pictures whose names and captions hold words of a text, best first by BM25. */
  List<Match> fullText(String text, int count, Optional<Expression<Comparison>> where);

  /** The ordinals of all pictures, rising. */
  IntStream ordinals();

  /** The ordinal of a picture. */
  Optional<Integer> find(String id);

  /** What is known of a picture. */
  IndexedPicture picture(int ordinal);

  /** A picture's vector as it was put in. */
  float[] vector(int ordinal);

  /** Names by which pictures can be filtered. */
  SortedSet<String> fields();

  /** Shows the ids, sources and stamps of all pictures. */
  void eachStamp(Consumer<Stamp> consumer);

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
     * @param candidates how many pictures are kept in view meanwhile (efSearch of HNSW's paper,
     *     arXiv 1603.09320), 1 or more: with more of them less is missed, and it takes longer. As
     *     many as results are asked for are kept anyway.
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

  /** What tells whether a picture has to be embedded again. */
  record Stamp(String id, String source, String stamp) {}
}
