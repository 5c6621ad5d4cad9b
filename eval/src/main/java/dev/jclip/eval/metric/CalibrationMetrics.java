package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.Metric;
import java.util.List;
import java.util.stream.IntStream;

/** The figures of calibration. */
public final class CalibrationMetrics {
  private CalibrationMetrics() {}

  /**
   * {@code ece}, {@code nll} and {@code brier}, as {@link Calibration} has them.
   *
   * @param scores [N, K]
   * @param labels N true classes
   * @param scale what scores are multiplied with, above 0
   */
  public static List<Metric> of(List<float[]> scores, List<Integer> labels, double scale) {
    List<Calibration.Answer> answers = Calibration.answers(scores, labels, scale);
    return List.of(
        new Ece(answers),
        new Mean("nll", answers.stream().mapToDouble(Calibration.Answer::nll).toArray()),
        new Mean("brier", answers.stream().mapToDouble(Calibration.Answer::brier).toArray()));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ece(int[] bins, double[] gaps) implements Metric {
    /** An image's gap is its confidence less 1 if it is right. */
    Ece(List<Calibration.Answer> answers) {
      this(
          answers.stream().mapToInt(Calibration.Answer::bin).toArray(),
          answers.stream()
              .mapToDouble(answer -> answer.confidence() - (answer.right() ? 1 : 0))
              .toArray());
    }

    @Override
    public String name() {
      return "ece";
    }

    @Override
    public int units() {
      return bins.length;
    }

    @Override
    public double value(int[] counts) {
      double[] sums = new double[Calibration.BINS];
      long all = 0;
      for (int i = 0; i < bins.length; i++) {
        sums[bins[i]] += counts[i] * gaps[i];
        all += counts[i];
      }
      return IntStream.range(0, sums.length).mapToDouble(b -> Math.abs(sums[b])).sum() / all;
    }

    @Override
    public boolean isShare() {
      return false;
    }
  }
}
