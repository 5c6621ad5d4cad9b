package dev.jclip.search.source;

import java.util.Collection;
import java.util.Iterator;
import java.util.OptionalLong;

/** Findings that are all known. */
final class ListedFindings implements Findings {
  private final Iterator<Finding> findings;
  private final int size;

  ListedFindings(Collection<Finding> findings) {
    this.findings = findings.iterator();
    size = findings.size();
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(size);
  }

  @Override
  public boolean hasNext() {
    return findings.hasNext();
  }

  @Override
  public Finding next() {
    return findings.next();
  }

  @Override
  public void close() {}
}
