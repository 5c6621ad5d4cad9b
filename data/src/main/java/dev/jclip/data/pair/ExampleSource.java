package dev.jclip.data.pair;

/**
 * Images with what is known of them, of which every pass has an order of its own. Immutable; safe
 * for many threads, each with its own stream.
 *
 * @param <A> what is known of an image
 */
public interface ExampleSource<A> {
  /** What error messages call it. */
  String name();

  /** The entries of one rank's part of a pass, which depend on the order's numbers only. */
  ExampleStream<A> stream(PairOrder order);
}
