package dev.jclip.data.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
  @Test
  void theNumbersNeverChange() {
    SeededRandom random = SeededRandom.of(1, 2, 3);
    assertThat(random.nextLong()).isEqualTo(-4728653739724052912L);
    assertThat(SeededRandom.seedOf("0000.tar/7")).isEqualTo(8423600571092869919L);
  }

  @Test
  void combinationsOfSeedsDiffer() {
    var firsts = new HashSet<Long>();
    for (long a = -8; a < 8; a++) {
      for (long b = -8; b < 8; b++) {
        firsts.add(SeededRandom.of(a, b).nextLong());
        firsts.add(SeededRandom.of(a, b, 0).nextLong());
      }
    }
    assertThat(firsts).hasSize(512);
  }

  @Test
  void neighbouringSeedsAreIndependent() {
    double sum = 0;
    double product = 0;
    for (int i = 0; i < 20_000; i++) {
      double one = SeededRandom.of(7, i).nextDouble() - 0.5;
      double next = SeededRandom.of(7, i + 1).nextDouble() - 0.5;
      sum += one;
      product += one * next;
    }
    assertThat(sum / 20_000).isCloseTo(0, within(0.01));
    assertThat(product / 20_000).isCloseTo(0, within(0.003));
  }
}
