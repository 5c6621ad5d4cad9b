package dev.jclip.search.update;

import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Takes images out of an index that may still be in its sources. An update from a source that holds
 * them puts them in again.
 */
public final class IndexRemoval {
  private IndexRemoval() {}

  /**
   * Takes images out, with what is noted of them, and commits.
   *
   * @param removed tells by an image's id
   * @return how many were there
   */
  public static int of(EmbeddingIndex index, Predicate<String> removed) {
    var stamps = new ArrayList<Stamp>();
    Map<String, String> notes;
    try (IndexSnapshot snapshot = index.snapshot()) {
      snapshot.eachStamp(
          stamp -> {
            if (removed.test(stamp.id())) {
              stamps.add(stamp);
            }
          });
      notes = new TreeMap<>(snapshot.notes());
    }
    boolean faultsAreGone =
        notes
            .entrySet()
            .removeIf(note -> FaultNote.of(note).filter(of -> removed.test(of.id())).isPresent());
    if (stamps.isEmpty() && !faultsAreGone) {
      return 0;
    }
    List<String> ids = stamps.stream().map(Stamp::id).toList();
    stamps.forEach(stamp -> notes.remove(IndexBuilder.versionNote(stamp.source())));
    index.delete(ids);
    index.commit(notes);
    return ids.size();
  }
}
