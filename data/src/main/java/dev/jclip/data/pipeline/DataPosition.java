package dev.jclip.data.pipeline;

/**
 * Where a run stands in the data.
 *
 * @param pass the pass over it, from 0
 * @param entries how many entries of that pass's order are used up, faulty ones included
 */
public record DataPosition(long pass, long entries) {
  /** The first entry of the first pass. */
  public static final DataPosition START = new DataPosition(0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public DataPosition {
    if (pass < 0 || entries < 0) {
      throw new IllegalArgumentException(
          "position: expected numbers from 0, found pass %d and %d entries"
              .formatted(pass, entries));
    }
  }
}
