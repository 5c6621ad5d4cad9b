package dev.jclip.search.update;

import dev.jclip.search.source.Finding;
import dev.jclip.search.source.Findings;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.WatchedPlaces;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A source of which it is said what is found there. */
record FixedSource(String name, Optional<String> version, List<Finding> findings)
    implements PictureSource {
  @Override
  public boolean covers(String id, String source) {
    return source.equals(name);
  }

  @Override
  public boolean replaces(String source) {
    return true;
  }

  @Override
  public Optional<WatchedPlaces> watched() {
    return Optional.empty();
  }

  @Override
  public Findings find() {
    Iterator<Finding> each = findings.iterator();
    return new Findings() {
      @Override
      public OptionalLong count() {
        return OptionalLong.of(findings.size());
      }

      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public Finding next() {
        return each.next();
      }

      @Override
      public void close() {}
    };
  }
}
