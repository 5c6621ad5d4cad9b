package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.data.Tars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes and reads pairs in tests. */
final class Pairs {
  private Pairs() {}

  /** A shard of pairs {@code first..first+count-1}, each with the number as image and caption. */
  static Path shard(Path file, int first, int count) throws IOException {
    var members = new ArrayList<String>();
    for (int i = first; i < first + count; i++) {
      members.addAll(List.of(i + ".jpg", "image " + i, i + ".txt", "caption " + i));
    }
    return Tars.write(file, Tars.of(members.toArray(String[]::new)));
  }

  static List<String> read(PairSource source, PairOrder order) {
    try (PairStream stream = source.stream(order)) {
      return read(stream);
    }
  }

  static List<String> read(PairStream stream) {
    var entries = new ArrayList<String>();
    while (stream.hasNext()) {
      entries.add(describe(stream.next()));
    }
    return entries;
  }

  /** The caption, or the fault. */
  static String describe(Entry<String> entry) {
    return switch (entry) {
      case Entry.Example<String> pair -> pair.annotation();
      case Entry.Skipped<String> fault -> "fault " + fault.reason();
    };
  }
}
