package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.error.DataException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at some pairs of each source, so that nobody waits for a run that cannot learn. */
final class PairProbe {
  private static final int PAIRS = 256;
  private static final int ENTRIES = 5000;

  private final Set<String> captions = new HashSet<>();
  private int pairs;

  private PairProbe() {}

  /**
   * Looks at sources that are trained on together.
   *
   * @throws DataException if one of them shows no pair, or all captions are equal
   */
  static void check(List<PairSource> sources) {
    var probe = new PairProbe();
    sources.forEach(probe::look);
    if (probe.pairs > 1 && probe.captions.size() == 1) {
      throw new DataException(
          "%s: the captions of all %d pairs looked at are \"%s\"; captions must differ to be learned from"
              .formatted(names(sources), probe.pairs, probe.captions.iterator().next()));
    }
  }

  private static String names(List<PairSource> sources) {
    return String.join("::", sources.stream().map(PairSource::name).toList());
  }

  private void look(PairSource source) {
    Entry.@Nullable Skipped<String> fault = null;
    int entries = 0;
    int found = 0;
    try (PairStream stream = source.stream(PairOrder.first(0))) {
      for (; found < PAIRS && entries < ENTRIES && stream.hasNext(); entries++) {
        switch (stream.next()) {
          case Entry.Example<String> pair -> {
            captions.add(pair.annotation());
            found++;
          }
          case Entry.Skipped<String> skipped -> fault = fault == null ? skipped : fault;
        }
      }
    }
    if (found == 0) {
      throw new DataException(
          "%s: expected images with captions, found none among %d entries%s"
              .formatted(source.name(), entries, fault == null ? "" : "; " + fault.reason()));
    }
    pairs += found;
  }
}
