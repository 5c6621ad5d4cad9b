package dev.jclip.eval.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How each class fares, and which confusions cost most.
 *
 * @param rows one for each class, in their order
 * @param confusions those that happened, the costliest first
 * @param counts [K, K] images by true and by predicted class
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ClassTable(List<Row> rows, List<Confusion> confusions, int[][] counts) {
  /** Copies the lists. */
  public ClassTable {
    rows = List.copyOf(rows);
    confusions = List.copyOf(confusions);
  }

  /**
   * One class.
   *
   * @param classIndex which
   * @param support its images
   * @param predicted images taken for it
   * @param recall share of its images recognised; NaN without any
   * @param precision share of the images taken for it that show it; 0 without any
   * @param f1 harmonic mean of both; NaN without images
   */
  public record Row(
      int classIndex, int support, int predicted, double recall, double precision, double f1) {}

  /**
   * Images of one class taken for another.
   *
   * @param label the true class
   * @param prediction the class they were taken for
   * @param count how many
   * @param accuracyCost what they take from {@code acc1}, in 0..1
   * @param recallCost what they take from {@code mean_per_class_recall}, in 0..1
   */
  public record Confusion(
      int label, int prediction, int count, double accuracyCost, double recallCost) {}

  /** Counts outcomes. */
  public static ClassTable of(List<ClassOutcome> outcomes, int numClasses) {
    int[][] counts = new int[numClasses][numClasses];
    for (ClassOutcome outcome : outcomes) {
      counts[outcome.label()][outcome.prediction()]++;
    }
    var rows = new ArrayList<Row>();
    for (int c = 0; c < numClasses; c++) {
      rows.add(row(counts, c));
    }
    return new ClassTable(rows, confusions(counts, rows, outcomes.size()), counts);
  }

  private static Row row(int[][] counts, int c) {
    int support = 0;
    int predicted = 0;
    for (int other = 0; other < counts.length; other++) {
      support += counts[c][other];
      predicted += counts[other][c];
    }
    int right = counts[c][c];
    double recall = support == 0 ? Double.NaN : (double) right / support;
    double precision = predicted == 0 ? 0 : (double) right / predicted;
    double f1 = support == 0 ? Double.NaN : 2.0 * right / (support + predicted);
    return new Row(c, support, predicted, recall, precision, f1);
  }

  private static List<Confusion> confusions(int[][] counts, List<Row> rows, int total) {
    long present = rows.stream().filter(row -> row.support() > 0).count();
    var confusions = new ArrayList<Confusion>();
    for (Row row : rows) {
      for (int other = 0; other < counts.length; other++) {
        int count = counts[row.classIndex()][other];
        if (other != row.classIndex() && count > 0) {
          double recallCost = (double) count / row.support() / present;
          confusions.add(
              new Confusion(row.classIndex(), other, count, (double) count / total, recallCost));
        }
      }
    }
    confusions.sort(
        Comparator.comparingInt(Confusion::count)
            .thenComparingDouble(Confusion::recallCost)
            .reversed());
    return confusions;
  }
}
