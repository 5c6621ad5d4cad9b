package dev.jclip.data.pair;

/**
 * Pairs of images and captions, of which every pass has an order of its own. Immutable; safe for
 * many threads, each with its own stream.
 */
public interface PairSource extends ExampleSource<String> {
  /**
   * How many pairs a whole pass has, all ranks together, without decoding: from WebDataset's {@code
   * sizes.json} where it counts a shard, else from the headers. Pairs at fault may be among them.
   *
   * @throws dev.jclip.error.DataException if a {@code sizes.json} cannot be read
   */
  long numPairs();

  @Override
  PairStream stream(PairOrder order);
}
