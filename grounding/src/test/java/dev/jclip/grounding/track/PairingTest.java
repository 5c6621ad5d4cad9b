package dev.jclip.grounding.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairingTest {
  @Test
  void isAsGoodAsTheBestOfAllAssignments() {
    var random = new Random(1);
    for (int i = 0; i < 500; i++) {
      double[][] gains = new double[random.nextInt(6)][random.nextInt(6)];
      for (double[] row : gains) {
        Arrays.setAll(
            row, _ -> random.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : random.nextInt(-4, 9));
      }
      int[] assigned = Pairing.best(gains);
      double sum = 0;
      for (int row = 0; row < gains.length; row++) {
        if (assigned[row] != Pairing.NONE) {
          assertThat(gains[row][assigned[row]]).isPositive();
          sum += gains[row][assigned[row]];
        }
      }
      assertThat(Arrays.stream(assigned).filter(column -> column != Pairing.NONE))
          .doesNotHaveDuplicates();
      assertThat(sum).isCloseTo(best(gains, 0, 0), within(1e-9));
    }
  }

  /** By trying all. */
  private static double best(double[][] gains, int row, int taken) {
    if (row == gains.length) {
      return 0;
    }
    double best = best(gains, row + 1, taken);
    for (int column = 0; column < gains[row].length; column++) {
      if ((taken >> column & 1) == 0) {
        best = Math.max(best, gains[row][column] + best(gains, row + 1, taken | 1 << column));
      }
    }
    return best;
  }
}
