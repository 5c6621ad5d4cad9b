package dev.jclip.eval.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.eval.metric.Calibration;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.metric.RocCurve;
import dev.jclip.eval.probe.LinearProbe;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Interval;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static final int BLUE = 0xff0072b2;
  private static final int ORANGE = 0xffd55e00;

  private static long pixels(byte[] png, int colour) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(900);
    return IntStream.range(0, image.getHeight())
        .mapToLong(
            y ->
                IntStream.range(0, image.getWidth())
                    .filter(x -> image.getRGB(x, y) == colour)
                    .count())
        .sum();
  }

  private static Calibration calibration(float score) {
    return Calibration.of(
        List.of(new float[] {score, 0}, new float[] {0, score}), List.of(0, 0), 1);
  }

  @Test
  void bothCalibrationsAreDrawnTheSameEachTime() throws IOException {
    byte[] png = Plot.reliability(calibration(3), calibration(1));
    assertThat(pixels(png, BLUE)).isGreaterThan(20);
    assertThat(pixels(png, ORANGE)).isGreaterThan(20);
    assertThat(Plot.reliability(calibration(3), calibration(1))).isEqualTo(png);
  }

  @Test
  void confusionsOfManyOddlyNamedClassesAreDrawn() throws IOException {
    List<String> names =
        IntStream.range(0, 200).mapToObj(i -> "очень длинное имя класса 类别 " + i / 2).toList();
    List<ClassOutcome> outcomes =
        IntStream.range(0, 200)
            .mapToObj(i -> new ClassOutcome(i, i % 7, i % 7 == i ? 0 : 1))
            .toList();
    byte[] png = Plot.confusion(ClassTable.of(outcomes, 200), names);
    assertThat(pixels(png, BLUE)).isGreaterThan(100);
    List<ClassOutcome> right = List.of(new ClassOutcome(0, 0, 0));
    assertThat(pixels(Plot.confusion(ClassTable.of(right, 1), List.of("one")), BLUE))
        .isGreaterThan(100);
  }

  /** An interval from 0 to 0.9 around 0.8 reaches far below its point and little above. */
  @Test
  void lopsidedIntervalsAreDrawnFromEndToEnd() throws IOException {
    int even = lowestAtFirstPoint(new Interval(0.7, 0.9, 0.95, Interval.Method.BCA));
    int low = lowestAtFirstPoint(new Interval(0.1, 0.9, 0.95, Interval.Method.BCA));
    int high = lowestAtFirstPoint(new Interval(0.79, 1, 0.95, Interval.Method.BCA));
    assertThat(low - even).isBetween(250, 450); // 0.6 of the axis, whose height is about 600
    assertThat(even - high).isBetween(20, 80);
  }

  private static int lowestAtFirstPoint(Interval interval) throws IOException {
    List<Figure> figures = List.of(new Figure("r", 0.8, interval), new Figure("r", 0.8, interval));
    List<Figure> others =
        figures.stream()
            .map(_ -> new Figure("r", 0.95, new Interval(0.95, 0.95, 0.95, Interval.Method.BCA)))
            .toList();
    byte[] png = Plot.recall(List.of(1, 16), figures, others);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return IntStream.range(0, 560) // above the legend
        .filter(y -> IntStream.range(0, image.getWidth()).anyMatch(x -> image.getRGB(x, y) == BLUE))
        .max()
        .orElseThrow();
  }

  @Test
  void curvesAreDrawn() throws IOException {
    var interval = new Interval(0.2, 0.6, 0.95, Interval.Method.BCA);
    List<Figure> figures = List.of(new Figure("r", 0.3, interval), new Figure("r", 0.5, interval));
    byte[] recall = Plot.recall(List.of(1, 10), figures, figures);
    assertThat(pixels(recall, ORANGE)).isGreaterThan(100);
    RocCurve curve = RocCurve.of(new double[] {3, 2, 1}, new double[] {2.5, 0, 0.5});
    assertThat(pixels(Plot.roc(curve, curve.keeping(0.95), "known", "unknown"), BLUE))
        .isGreaterThan(100);
    byte[] precisions = Plot.precisionRecall(curve, curve.keeping(0.95), 3, 3, "known", "unknown");
    assertThat(pixels(precisions, BLUE)).isGreaterThan(100);
    assertThat(pixels(precisions, ORANGE)).isPositive();
    byte[] sweep =
        Plot.sweep(List.of(new LinearProbe.Swept(1e-6, 0.4), new LinearProbe.Swept(1e6, 0.7)), 1e6);
    assertThat(pixels(sweep, BLUE)).isGreaterThan(100);
    assertThat(pixels(Plot.variants("acc1", new double[] {0.5, 0.4, 0.1}, 0.45), ORANGE))
        .isGreaterThan(100);
  }
}
