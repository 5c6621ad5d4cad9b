package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
  @Test
  void theValuesThatWereAskedForLastAreKept() {
    var made = new ArrayList<String>();
    var values =
        new RecentValues<String, String>(
            2,
            key -> {
              made.add(key);
              return key + key;
            });
    for (String key : List.of("a", "b", "a", "c", "a", "b")) {
      assertThat(values.get(key)).isEqualTo(key + key);
    }
    assertThat(made).containsExactly("a", "b", "c", "b");
  }

  @Test
  void aValueIsMadeByOneThreadWhileOthersWait() throws Exception {
    var made = new AtomicInteger();
    var values = new RecentValues<String, Integer>(2, _ -> made.incrementAndGet());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      var asked = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 8; i++) {
        asked.add(threads.submit(() -> values.get("a")));
      }
      for (Future<Integer> value : asked) {
        assertThat(value.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void aFailureIsThrownAndNotKept() {
    var tries = new AtomicInteger();
    var values =
        new RecentValues<String, Integer>(
            2,
            _ -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalArgumentException("the first time");
              }
              return tries.get();
            });
    assertThatThrownBy(() -> values.get("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the first time");
    assertThat(values.get("a")).isEqualTo(2);
  }
}
