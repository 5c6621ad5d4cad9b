package dev.jclip.search.source;

import java.util.Iterator;
import java.util.OptionalLong;

/** What is found in a source, one by one. For one thread. */
public interface Findings extends Iterator<Finding>, AutoCloseable {
  /** How many there are, where that is known beforehand. */
  OptionalLong count();

  @Override
  void close();
}
