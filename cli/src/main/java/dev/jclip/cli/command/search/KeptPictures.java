package dev.jclip.cli.command.search;

import dev.jclip.error.IndexException;
import dev.jclip.search.lucene.LuceneSnapshot;
import java.nio.file.Path;

/** Says what an index holds when the work on it was ended. */
final class KeptPictures {
  private KeptPictures() {}

  static String afterInterrupt(Path index) {
    return "interrupted: %s; run the same command again to go on".formatted(in(index));
  }

  /** How many images are in an index. */
  static String in(Path index) {
    try (LuceneSnapshot snapshot = LuceneSnapshot.open(index)) {
      return "%,d images are in the index".formatted(snapshot.size());
    } catch (IndexException _) {
      return "no images are in the index yet";
    }
  }
}
