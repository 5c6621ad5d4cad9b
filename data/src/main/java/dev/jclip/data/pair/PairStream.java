package dev.jclip.data.pair;

/**
 * Pairs one after another: images, not decoded, with one caption each, and faults in place of the
 * pairs that cannot be used. For one thread.
 */
public interface PairStream extends ExampleStream<String> {}
