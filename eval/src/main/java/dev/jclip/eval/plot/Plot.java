package dev.jclip.eval.plot;

import dev.jclip.error.ClipException;
import dev.jclip.eval.metric.Calibration;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.metric.RocCurve;
import dev.jclip.eval.probe.LinearProbe;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Interval;
import java.awt.AWTError;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws figures as PNG, without a screen. Thread-safe: holds nothing. */
public final class Plot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 700;
  private static final int CLASSES_SHOWN = 25;
  private static final int NAME_LENGTH = 24;
  private static final int LABEL_PIXELS = 20;

  /** Colours that people with any colour vision tell apart (Okabe and Ito, 2008). */
  private static final Color BLUE = new Color(0x00, 0x72, 0xB2);

  private static final Color ORANGE = new Color(0xD5, 0x5E, 0x00);
  private static final Color GREY = new Color(0x99, 0x99, 0x99);

  private Plot() {}

  /** This machine cannot draw. */
  public static final class Unavailable extends ClipException {
    private Unavailable(Throwable cause) {
      super(
          "this Java cannot draw text (%s); install fontconfig and a font such as DejaVu, or do without plots"
              .formatted(cause),
          cause);
    }
  }

  /** Accuracy over confidence, before and after the temperature; the diagonal is perfect. */
  public static byte[] reliability(Calibration before, Calibration after) {
    return png(
        () -> {
          XYChart chart = lines("Reliability", "confidence", "accuracy");
          unitSquare(chart);
          diagonal(chart, "perfect");
          bins(chart, label("as it is, ECE", before.ece()), before, ORANGE);
          bins(chart, label("with fitted temperature, ECE", after.ece()), after, BLUE);
          return chart;
        });
  }

  private static String label(String text, double value) {
    return String.format(Locale.ROOT, "%s %.3f", text, value);
  }

  private static void bins(XYChart chart, String name, Calibration calibration, Color color) {
    List<Calibration.Bin> bins =
        calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
    add(
        chart,
        name,
        bins.stream().mapToDouble(Calibration.Bin::confidence).toArray(),
        bins.stream().mapToDouble(Calibration.Bin::accuracy).toArray(),
        color);
  }

  /** The share of each class's images that are taken for each class; the most mistaken classes. */
  public static byte[] confusion(ClassTable table, List<String> classNames) {
    List<Integer> shown =
        table.rows().stream()
            .sorted(Comparator.comparingInt(Plot::mistakes).reversed())
            .limit(CLASSES_SHOWN)
            .map(ClassTable.Row::classIndex)
            .sorted()
            .toList();
    return png(
        () -> {
          HeatMapChart chart =
              new HeatMapChartBuilder()
                  .width(WIDTH)
                  .height(WIDTH)
                  .title(
                      shown.size() < classNames.size()
                          ? "Confusions of the %d classes with most mistakes, of %d"
                              .formatted(shown.size(), classNames.size())
                          : "Confusions")
                  .xAxisTitle("taken for")
                  .yAxisTitle("class")
                  .build();
          chart.getStyler().setChartBackgroundColor(Color.WHITE);
          chart.getStyler().setPlotContentSize(1);
          chart.getStyler().setShowValue(false);
          chart.getStyler().setXAxisLabelRotation(90);
          chart.getStyler().setXAxisMaxLabelCount(CLASSES_SHOWN);
          chart.getStyler().setYAxisTickMarkSpacingHint(LABEL_PIXELS);
          chart.getStyler().setXAxisTickMarkSpacingHint(LABEL_PIXELS);
          chart.getStyler().setMin(0);
          chart.getStyler().setMax(1);
          chart.getStyler().setRangeColors(new Color[] {Color.WHITE, BLUE});
          List<String> names = names(shown, classNames);
          chart.addSeries("share", names, names, shares(table, shown));
          return chart;
        });
  }

  /** Images of the class taken for others, and of others taken for it. */
  private static int mistakes(ClassTable.Row row) {
    int right = (int) Math.round(row.precision() * row.predicted());
    return row.support() + row.predicted() - 2 * right;
  }

  /** Short names that differ, as the axis needs them. */
  private static List<String> names(List<Integer> shown, List<String> classNames) {
    var names = new ArrayList<String>();
    for (int c : shown) {
      String name = classNames.get(c);
      String cut = name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH - 1) + "…" : name;
      names.add(names.contains(cut) ? cut + " " + c : cut);
    }
    return names;
  }

  private static List<Number[]> shares(ClassTable table, List<Integer> shown) {
    var cells = new ArrayList<Number[]>();
    for (int x = 0; x < shown.size(); x++) {
      for (int y = 0; y < shown.size(); y++) {
        int label = shown.get(y);
        double share =
            (double) table.counts()[label][shown.get(x)]
                / Math.max(1, table.rows().get(label).support());
        cells.add(new Number[] {x, y, share});
      }
    }
    return cells;
  }

  /** Recall at rising k, with intervals. */
  public static byte[] recall(List<Integer> ks, List<Figure> images, List<Figure> texts) {
    return png(
        () -> {
          XYChart chart = lines("Recall", "k", "recall at k");
          chart.getStyler().setXAxisLogarithmic(ks.size() > 1);
          chart.getStyler().setYAxisMin(0.0);
          chart.getStyler().setYAxisMax(1.0);
          double[] x = ks.stream().mapToDouble(Integer::doubleValue).toArray();
          curve(chart, "images by text", x, images, BLUE);
          curve(chart, "texts by image", x, texts, ORANGE);
          return chart;
        });
  }

  private static void curve(
      XYChart chart, String name, double[] x, List<Figure> figures, Color color) {
    add(chart, name, x, figures.stream().mapToDouble(Figure::value).toArray(), color);
    double[] places = new double[3 * x.length];
    double[] ends = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      Interval interval = figures.get(i / 3).interval();
      places[i] = x[i / 3];
      ends[i] = i % 3 == 0 ? interval.low() : i % 3 == 1 ? interval.high() : Double.NaN; // a gap
    }
    XYSeries whiskers = add(chart, name + ", intervals", places, ends, color);
    whiskers.setMarker(SeriesMarkers.NONE);
    whiskers.setShowInLegend(false);
  }

  /** Accuracy of linear probes with a few images a class, with intervals. */
  public static byte[] fewShot(String title, List<Integer> shots, List<Figure> accuracies) {
    return png(
        () -> {
          XYChart chart = lines(title, "training images a class", "accuracy");
          chart.getStyler().setXAxisLogarithmic(true);
          double[] x = shots.stream().mapToDouble(Integer::doubleValue).toArray();
          curve(chart, "linear probe", x, accuracies, BLUE);
          return chart;
        });
  }

  /** The shares of two groups that each threshold accepts, and the one that was chosen. */
  public static byte[] roc(RocCurve curve, RocCurve.Point chosen, String first, String second) {
    return png(
        () -> {
          XYChart chart =
              lines(
                  "Telling " + first + " from " + second,
                  second + " accepted",
                  first + " accepted");
          unitSquare(chart);
          diagonal(chart, "chance");
          List<RocCurve.Point> points = curve.points();
          XYSeries line =
              add(
                  chart,
                  label("area", curve.area()),
                  points.stream().mapToDouble(RocCurve.Point::falsePositiveRate).toArray(),
                  points.stream().mapToDouble(RocCurve.Point::truePositiveRate).toArray(),
                  BLUE);
          line.setMarker(SeriesMarkers.NONE);
          add(
              chart,
              label("threshold", chosen.threshold()),
              new double[] {chosen.falsePositiveRate()},
              new double[] {chosen.truePositiveRate()},
              ORANGE);
          return chart;
        });
  }

  /**
   * Of what each threshold accepts, the share that is of the first group, over the share of that
   * group that is accepted.
   *
   * @param firstCount how many the first group has
   * @param secondCount how many the second one has
   */
  public static byte[] precisionRecall(
      RocCurve curve,
      RocCurve.Point chosen,
      int firstCount,
      int secondCount,
      String first,
      String second) {
    return png(
        () -> {
          XYChart chart = lines("Telling " + first + " from " + second, "recall", "precision");
          unitSquare(chart);
          List<RocCurve.Point> points = curve.points().subList(1, curve.points().size());
          double[] recalls =
              points.stream().mapToDouble(RocCurve.Point::truePositiveRate).toArray();
          double[] precisions =
              points.stream().mapToDouble(it -> precision(it, firstCount, secondCount)).toArray();
          double average = 0;
          for (int i = 0; i < recalls.length; i++) {
            average += (recalls[i] - (i == 0 ? 0 : recalls[i - 1])) * precisions[i];
          }
          add(chart, label("average precision", average), recalls, precisions, BLUE)
              .setMarker(SeriesMarkers.NONE);
          add(
              chart,
              label("threshold", chosen.threshold()),
              new double[] {chosen.truePositiveRate()},
              new double[] {precision(chosen, firstCount, secondCount)},
              ORANGE);
          return chart;
        });
  }

  /** Where nothing is accepted, nothing of it is wrong. */
  private static double precision(RocCurve.Point point, int firstCount, int secondCount) {
    double right = point.truePositiveRate() * firstCount;
    double wrong = point.falsePositiveRate() * secondCount;
    return right + wrong == 0 ? 1 : right / (right + wrong);
  }

  /** Validation accuracy over the penalty's strength. */
  public static byte[] sweep(List<LinearProbe.Swept> swept, double chosen) {
    return png(
        () -> {
          XYChart chart = lines("Penalty", "lambda = 1 / C", "validation accuracy");
          chart.getStyler().setXAxisLogarithmic(true);
          add(
              chart,
              "tried",
              swept.stream().mapToDouble(LinearProbe.Swept::lambda).toArray(),
              swept.stream().mapToDouble(LinearProbe.Swept::accuracy).toArray(),
              BLUE);
          LinearProbe.Swept nearest =
              swept.stream()
                  .min(Comparator.comparingDouble(one -> Math.abs(Math.log(one.lambda() / chosen))))
                  .orElseThrow();
          add(
              chart,
              "chosen",
              new double[] {nearest.lambda()},
              new double[] {nearest.accuracy()},
              ORANGE);
          return chart;
        });
  }

  /** The figure of each wording, the best first, and of all together. */
  public static byte[] variants(String metric, double[] values, double ensemble) {
    return png(
        () -> {
          XYChart chart = lines("Prompt sensitivity", "prompts, best first", metric);
          double[] places = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
          XYSeries dots = add(chart, "one prompt", places, values, BLUE);
          dots.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
          XYSeries line =
              add(
                  chart,
                  label("all together", ensemble),
                  new double[] {1, values.length},
                  new double[] {ensemble, ensemble},
                  ORANGE);
          line.setMarker(SeriesMarkers.NONE);
          return chart;
        });
  }

  private static XYChart lines(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setMarkerSize(7);
    return chart;
  }

  private static void unitSquare(XYChart chart) {
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(1.0);
  }

  private static void diagonal(XYChart chart, String name) {
    double[] ends = {0, 1};
    add(chart, name, ends, ends, GREY).setMarker(SeriesMarkers.NONE);
  }

  private static XYSeries add(XYChart chart, String name, double[] x, double[] y, Color color) {
    return style(chart.addSeries(name, x, y), color);
  }

  private static XYSeries style(XYSeries series, Color color) {
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setLineWidth(2);
    return series;
  }

  /** Fonts and the drawing library are looked for only when something is drawn. */
  private static byte[] png(Supplier<Chart<?, ?>> chart) {
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(BitmapEncoder.getBufferedImage(chart.get()), "png", out);
      return out.toByteArray();
    } catch (LinkageError | InternalError | AWTError | IOException e) {
      throw new Unavailable(e);
    } catch (RuntimeException e) {
      if (Arrays.stream(e.getStackTrace())
          .anyMatch(frame -> frame.getClassName().startsWith("sun.font"))) {
        throw new Unavailable(e);
      }
      throw e;
    }
  }
}
