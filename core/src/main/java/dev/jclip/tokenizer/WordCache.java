package dev.jclip.tokenizer;

import org.jspecify.annotations.Nullable;

/**
 * The ids of words seen lately. A fixed number of slots, each overwritten by the next word that
 * falls into it: bounded, and safe for many threads without locks, because entries are immutable
 * and a lost or stale entry only costs encoding the word again.
 */
final class WordCache {
  private static final int SLOTS = 1 << 15;
  private static final int LONGEST_WORD = 64;

  private static final class Entry {
    final String word;
    final int[] ids;

    Entry(String word, int[] ids) {
      this.word = word;
      this.ids = ids;
    }
  }

  private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

  /** Returns the ids of a part of a text, not to be modified, or null. */
  int @Nullable [] get(String text, int start, int end) {
    Entry entry = entries[slot(text, start, end)];
    return entry != null && entry.word.length() == end - start && text.startsWith(entry.word, start)
        ? entry.ids
        : null;
  }

  /** Keeps the ids of a word, unless it is too long to be worth it. */
  void put(String word, int[] ids) {
    if (word.length() <= LONGEST_WORD) {
      entries[slot(word, 0, word.length())] = new Entry(word, ids);
    }
  }

  private static int slot(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < Math.min(end, start + LONGEST_WORD); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return (hash ^ (hash >>> 15)) & (SLOTS - 1);
  }
}
