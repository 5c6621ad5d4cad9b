package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keeps some entries and gives a random one of them, the next of the stream taking its place. */
final class ShuffleBuffer extends LookAhead {
  /** What an entry costs beside its image, roughly. */
  private static final int ENTRY_BYTES = 256;

  private final PairStream ordered;
  private final int maxEntries;
  private final long maxBytes;
  private final RandomGenerator random;
  private final List<Entry<String>> kept = new ArrayList<>();
  private long bytes;

  ShuffleBuffer(PairStream ordered, int maxEntries, long maxBytes, RandomGenerator random) {
    this.ordered = ordered;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.random = random;
  }

  @Override
  @Nullable Entry<String> read() {
    while (kept.size() < maxEntries && bytes < maxBytes && ordered.hasNext()) {
      Entry<String> entry = ordered.next();
      kept.add(entry);
      bytes += size(entry);
    }
    if (kept.isEmpty()) {
      return null;
    }
    int drawn = random.nextInt(kept.size());
    Entry<String> last = kept.removeLast();
    Entry<String> entry = drawn == kept.size() ? last : kept.set(drawn, last);
    bytes -= size(entry);
    return entry;
  }

  private static long size(Entry<String> entry) {
    return switch (entry) {
      case Entry.Example<String> pair ->
          ENTRY_BYTES + pair.image().length + 2L * pair.annotation().length();
      case Entry.Skipped<String> fault -> ENTRY_BYTES + 2L * fault.reason().length();
    };
  }

  @Override
  public void close() {
    ordered.close();
    kept.clear();
  }
}
