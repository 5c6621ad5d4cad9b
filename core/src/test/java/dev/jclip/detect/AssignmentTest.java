package dev.jclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  @Test
  void costsAsLittleAsTheBestOfAllAssignments() {
    var random = new SplittableRandom(7);
    for (int trial = 0; trial < 2000; trial++) {
      double[][] costs = random(random, random.nextInt(1, 6), random.nextInt(1, 7));
      int[] chosen = Assignment.cheapest(costs);
      long assigned = Arrays.stream(chosen).filter(column -> column >= 0).count();
      assertThat(assigned).isEqualTo(Math.min(costs.length, costs[0].length));
      assertThat(Arrays.stream(chosen).filter(column -> column >= 0).distinct().count())
          .isEqualTo(assigned);
      assertThat(cost(costs, chosen)).isCloseTo(best(costs), within(1e-9));
    }
  }

  /** Whole numbers, so that many assignments cost the same, and negative ones among them. */
  private static double[][] random(SplittableRandom random, int rows, int columns) {
    double[][] costs = new double[rows][columns];
    boolean ties = random.nextBoolean();
    for (double[] row : costs) {
      for (int column = 0; column < columns; column++) {
        row[column] = ties ? random.nextInt(-3, 4) : random.nextDouble(-1, 1);
      }
    }
    return costs;
  }

  private static double cost(double[][] costs, int[] chosen) {
    double sum = 0;
    for (int row = 0; row < chosen.length; row++) {
      sum += chosen[row] < 0 ? 0 : costs[row][chosen[row]];
    }
    return sum;
  }

  private static double best(double[][] costs) {
    int spare = Math.max(0, costs.length - costs[0].length);
    return best(costs, 0, new boolean[costs[0].length], spare);
  }

  private static double best(double[][] costs, int row, boolean[] taken, int spare) {
    if (row == costs.length) {
      return 0;
    }
    double best = spare > 0 ? best(costs, row + 1, taken, spare - 1) : Double.POSITIVE_INFINITY;
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        best = Math.min(best, costs[row][column] + best(costs, row + 1, taken, spare));
        taken[column] = false;
      }
    }
    return best;
  }

  @Test
  void hasNothingToGiveWithoutRowsOrColumns() {
    assertThat(Assignment.cheapest(new double[0][0])).isEmpty();
    assertThat(Assignment.cheapest(new double[2][0])).containsExactly(-1, -1);
  }

  @Test
  void refusesWhatIsNoMatrixOfNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.cheapest(new double[][] {{1, 2}, {3}}))
        .withMessageContaining("rows of one length, found 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.cheapest(new double[][] {{1, Double.NaN}}))
        .withMessageContaining("finite numbers, found NaN");
  }
}
