package dev.jclip.grounding.command;

import java.util.Objects;
import java.util.Optional;

/**
 * A place among the objects that fit: "the largest", "the second from the left", "the nearest to
 * the box".
 *
 * @param measure what they are put in order by
 * @param rank the place in that order, from 1. Of several objects ("the two largest") the place of
 *     the first
 * @param to the object that {@link Measure#NEAREST} and {@link Measure#FARTHEST} measure from;
 *     empty for the viewer
 */
public record Ranking(Measure measure, int rank, Optional<ObjectDescription> to) {
  /**
   * @throws IllegalArgumentException if the rank is not positive, or there is an object to measure
   *     from and the measure is no distance
   */
  public Ranking {
    Objects.requireNonNull(measure, "measure: expected a measure, found none");
    if (rank < 1) {
      throw new IllegalArgumentException("rank: expected 1 or more, found " + rank);
    }
    if (to.isPresent() && measure != Measure.NEAREST && measure != Measure.FARTHEST) {
      throw new IllegalArgumentException(
          "to: expected only with "
              + Measure.NEAREST
              + " and "
              + Measure.FARTHEST
              + ", found with "
              + measure);
    }
  }

  /** A place in an order, from 1. */
  public static Ranking of(Measure measure, int rank) {
    return new Ranking(measure, rank, Optional.empty());
  }
}
