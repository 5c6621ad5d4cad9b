package dev.jclip.search.source;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** What is found in a source, one by one. For one thread. */
public interface Findings extends Iterator<Finding>, AutoCloseable {
  /** How many there are, where that is known beforehand. */
  OptionalLong count();

  /** What was passed over so far, in words; all of it once there are no more findings. */
  default Optional<String> passedOver() {
    return Optional.empty();
  }

  @Override
  void close();
}
