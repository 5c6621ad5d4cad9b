package dev.jclip.data.pair;

import dev.jclip.data.random.SeededRandom;
import java.util.random.RandomGenerator;

/**
 * What the order of pairs is a function of.
 *
 * @param seed any number; another one is another order
 * @param pass the pass over the data, from 0; each has an order of its own
 * @param rank which part of the pass, 0..worldSize-1; the parts have no pair in common
 * @param worldSize how many parts there are, at least 1
 */
public record PairOrder(long seed, long pass, int rank, int worldSize) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of its range
   */
  public PairOrder {
    if (pass < 0) {
      throw new IllegalArgumentException("pass: expected at least 0, found " + pass);
    }
    if (worldSize < 1 || rank < 0 || rank >= worldSize) {
      throw new IllegalArgumentException(
          "rank: expected 0 to worldSize - 1, found rank %d of %d".formatted(rank, worldSize));
    }
  }

  /** The first pass over all pairs. */
  public static PairOrder first(long seed) {
    return new PairOrder(seed, 0, 0, 1);
  }

  /** This pass's order of so many things, all ranks together: Fisher and Yates's shuffle. */
  int[] permutation(int size) {
    RandomGenerator random = SeededRandom.of(seed, pass);
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      int drawn = random.nextInt(i + 1);
      places[i] = places[drawn];
      places[drawn] = i;
    }
    return places;
  }

  /** The same part of another pass. */
  public PairOrder withPass(long value) {
    return new PairOrder(seed, value, rank, worldSize);
  }

  /** The same part of the same pass under another seed. */
  public PairOrder withSeed(long value) {
    return new PairOrder(value, pass, rank, worldSize);
  }
}
