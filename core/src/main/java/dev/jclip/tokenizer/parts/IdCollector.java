package dev.jclip.tokenizer.parts;

import java.util.Arrays;

/** Keeps the first ids up to a limit and counts the rest. */
public final class IdCollector {
  private final int limit;
  private int[] ids = new int[16];
  private int count;

  /** Creates an empty collector that keeps up to a limit of ids, at least 0. */
  public IdCollector(int limit) {
    this.limit = limit;
  }

  /** Adds one id. */
  public void add(int id) {
    if (count < limit) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, (int) Math.min(2L * count, limit));
      }
      ids[count] = id;
    }
    count++;
  }

  /** Adds ids in their order. */
  public void addAll(int[] more) {
    for (int id : more) {
      add(id);
    }
  }

  /** Returns how many ids were added, kept or not. */
  public int count() {
    return count;
  }

  /** Returns the ids that were kept. */
  public int[] kept() {
    return Arrays.copyOf(ids, Math.min(count, limit));
  }
}
