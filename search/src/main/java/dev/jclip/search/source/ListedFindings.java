package dev.jclip.search.source;

import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** Findings that are all known. */
final class ListedFindings implements Findings {
  private final Iterator<Finding> findings;
  private final int size;
  private final Optional<String> passedOver;

  ListedFindings(Collection<Finding> findings) {
    this(findings, Optional.empty());
  }

  ListedFindings(Collection<Finding> findings, Optional<String> passedOver) {
    this.passedOver = passedOver;
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
  public Optional<String> passedOver() {
    return passedOver;
  }

  @Override
  public void close() {}
}
