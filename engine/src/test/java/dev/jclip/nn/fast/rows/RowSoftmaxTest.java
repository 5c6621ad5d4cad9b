package dev.jclip.nn.fast.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The weights of a softmax, whose exponentials have a greatest number in common where it does. */
class RowSoftmaxTest {
  private static final int COLUMNS = 5;
  private static final int STRIDE = 8;
  private static final double LEAST_SUM = 1e-26;

  @Test
  void rowsThatAreNearOneAnotherNeedOnePass() {
    var trial = new Trial(new float[] {3, 40, -10});
    trial.run();
    assertThat(trial.subtracted).hasSize(1);
    trial.assertWeights();
  }

  @Test
  void aRowFarBelowTheOthersIsAsExact() {
    var trial = new Trial(new float[] {3, 200, -5000});
    trial.run();
    assertThat(trial.subtracted).hasSize(2).last().isEqualTo(0f);
    trial.assertWeights();
  }

  @Test
  void theGreatestOfAllIsSubtractedFirst() {
    var trial = new Trial(new float[] {0, 7});
    float greatest = Float.NEGATIVE_INFINITY;
    for (float logit : trial.logits) {
      greatest = Math.max(greatest, logit);
    }
    trial.run();
    assertThat(trial.subtracted).containsExactly(greatest);
  }

  /** What is behind a row's columns must not overflow when a low row's greatest is subtracted. */
  @Test
  void whatIsBehindTheColumnsStaysAtMostZero() {
    var trial = new Trial(new float[] {0, -5000});
    trial.run();
    for (int i = STRIDE + COLUMNS; i < 2 * STRIDE; i++) {
      assertThat(trial.logits[i]).isEqualTo(0);
    }
  }

  /** Rows of random logits around some numbers, and zeros behind them. */
  private static final class Trial {
    private final int rows;
    private final float[] logits;
    private final double[][] expected;
    private final double[] weights;
    private final double[] sums;
    private final List<Float> subtracted = new ArrayList<>();

    Trial(float[] centres) {
      var random = new Random(7);
      rows = centres.length;
      logits = new float[rows * STRIDE];
      expected = new double[rows][COLUMNS];
      weights = new double[logits.length];
      sums = new double[rows];
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int i = 0; i < COLUMNS; i++) {
          float logit = centres[row] + (float) random.nextGaussian();
          logits[row * STRIDE + i] = logit;
          expected[row][i] = Math.exp((double) logit - centres[row]);
          sum += expected[row][i];
        }
        for (int i = 0; i < COLUMNS; i++) {
          expected[row][i] /= sum;
        }
      }
    }

    void run() {
      new RowSoftmax(COLUMNS, STRIDE).apply(logits, rows, this::setWeights, this::addUp);
    }

    private void setWeights(float greatest) {
      subtracted.add(greatest);
      for (int i = 0; i < logits.length; i++) {
        weights[i] = (float) Math.exp((double) logits[i] - greatest);
      }
    }

    private boolean addUp() {
      boolean enough = true;
      for (int row = 0; row < rows; row++) {
        sums[row] = 0;
        for (int i = 0; i < COLUMNS; i++) {
          sums[row] += weights[row * STRIDE + i];
        }
        enough &= sums[row] >= LEAST_SUM;
      }
      return enough;
    }

    void assertWeights() {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < COLUMNS; i++) {
          assertThat(weights[row * STRIDE + i] / sums[row])
              .isCloseTo(expected[row][i], within(1e-5));
        }
      }
    }
  }
}
