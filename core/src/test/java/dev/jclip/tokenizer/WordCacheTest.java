package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordCacheTest {
  @Test
  void aWordIsFoundInsideATextOrForgottenButNeverMistaken() {
    WordCache cache = new WordCache();
    int words = 100_000;
    for (int i = 0; i < words; i++) {
      cache.put(word(i), new int[] {i});
    }
    int found = 0;
    for (int i = 0; i < words; i++) {
      int[] ids = cache.get("x " + word(i) + "y", 2, 2 + word(i).length());
      if (ids != null) {
        assertThat(ids).containsExactly(i);
        found++;
      }
    }
    assertThat(found).isBetween(words / 10, 1 << 15);
  }

  @Test
  void longWordsAreNotKept() {
    WordCache cache = new WordCache();
    cache.put("a".repeat(64), new int[] {1});
    cache.put("b".repeat(65), new int[] {2});
    assertThat(cache.get("a".repeat(64), 0, 64)).containsExactly(1);
    assertThat(cache.get("a".repeat(65), 0, 65)).isNull();
    assertThat(cache.get("b".repeat(65), 0, 65)).isNull();
  }

  private static String word(int i) {
    return "w" + Integer.toString(1_000_000 + i * 7, 36);
  }
}
