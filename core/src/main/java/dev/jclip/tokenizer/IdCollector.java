package dev.jclip.tokenizer;

import java.util.Arrays;

/** Keeps the first ids up to a limit and counts the rest. */
final class IdCollector {
  private final int limit;
  private int[] ids = new int[16];
  private int count;

  IdCollector(int limit) {
    this.limit = limit;
  }

  void add(int id) {
    if (count < limit) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, (int) Math.min(2L * count, limit));
      }
      ids[count] = id;
    }
    count++;
  }

  void addAll(int[] more) {
    for (int id : more) {
      add(id);
    }
  }

  /** Returns how many ids were added, kept or not. */
  int count() {
    return count;
  }

  /** Returns the ids that were kept. */
  int[] kept() {
    return Arrays.copyOf(ids, Math.min(count, limit));
  }
}
