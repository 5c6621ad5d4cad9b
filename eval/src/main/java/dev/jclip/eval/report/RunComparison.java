package dev.jclip.eval.report;

import dev.jclip.error.DataException;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Comparison;
import dev.jclip.eval.statistics.Metric;
import dev.jclip.eval.statistics.PairedTest;
import dev.jclip.eval.task.CaptionFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Two models on the same examples.
 *
 * @param first the first run
 * @param second the second run
 * @param comparisons one for each figure
 */
public record RunComparison(RunRecord first, RunRecord second, List<Comparison> comparisons) {
  /** Copies the list. */
  public RunComparison {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * Compares two runs by their records and the examples beside them.
   *
   * @throws DataException if they are not of the same task on the same examples
   */
  public static RunComparison of(Path first, Path second, BootstrapOptions options) {
    RunRecord a = RunRecord.read(first);
    RunRecord b = RunRecord.read(second);
    if (!a.task().equals(b.task())) {
      throw new DataException(
          "%s and %s: expected runs of one task, found %s and %s"
              .formatted(first, second, a.task(), b.task()));
    }
    RunExamples ofFirst = examples(first, a);
    RunExamples ofSecond = examples(second, b);
    requireSameExamples(first, second, ofFirst, ofSecond);
    List<Integer> ks = ks(a, b);
    List<Metric> metricsOfFirst = comparable(a, b, ofFirst.metrics(ks));
    List<Metric> metricsOfSecond = comparable(a, b, ofSecond.metrics(ks));
    return new RunComparison(
        a,
        b,
        IntStream.range(0, metricsOfFirst.size())
            .mapToObj(
                i -> PairedTest.compare(metricsOfFirst.get(i), metricsOfSecond.get(i), options))
            .toList());
  }

  private static RunExamples examples(Path file, RunRecord record) {
    Path examples = RunWriter.examplesBeside(file);
    if (!Files.exists(examples)) {
      throw new DataException(
          "%s: expected the run's examples in %s, found no such file; evaluate the model again"
              .formatted(file, examples));
    }
    int numClasses = record.jclip().get("classnames") instanceof List<?> names ? names.size() : 0;
    boolean multiLabel = record.metrics().containsKey("mean_average_precision");
    return RunExamples.read(
        examples, multiLabel ? RunWriter.MULTI_LABEL : record.task(), numClasses);
  }

  private static void requireSameExamples(
      Path first, Path second, RunExamples ofFirst, RunExamples ofSecond) {
    if (!ofFirst.keys().equals(ofSecond.keys())) {
      Set<String> onlyFirst = new HashSet<>(ofFirst.keys());
      ofSecond.keys().forEach(onlyFirst::remove);
      Set<String> onlySecond = new HashSet<>(ofSecond.keys());
      ofFirst.keys().forEach(onlySecond::remove);
      throw new DataException(
          "%s and %s: expected runs over the same examples, found %d and %d, of which %d and %d are not in the other; evaluate both on one data set"
              .formatted(
                  first,
                  second,
                  ofFirst.keys().size(),
                  ofSecond.keys().size(),
                  onlyFirst.size(),
                  onlySecond.size()));
    }
    if (!ofFirst.truths().equals(ofSecond.truths())) {
      throw new DataException(
          "%s and %s: expected the same labels or captions in both runs, found different ones; evaluate both with the same class names and data"
              .formatted(first, second));
    }
  }

  /** What was judged by another model has another measure. */
  private static List<Metric> comparable(RunRecord a, RunRecord b, List<Metric> metrics) {
    boolean sameJudge = Objects.equals(a.jclip().get("judge"), b.jclip().get("judge"));
    return metrics.stream()
        .filter(metric -> sameJudge || !CaptionFigures.JUDGED.contains(metric.name()))
        .toList();
  }

  /** The k of recall at k that both runs have. */
  private static List<Integer> ks(RunRecord a, RunRecord b) {
    var ks = new ArrayList<Integer>();
    for (String name : a.metrics().keySet()) {
      String prefix = "image_retrieval_recall@";
      if (name.startsWith(prefix) && b.metrics().containsKey(name)) {
        ks.add(Integer.valueOf(name.substring(prefix.length())));
      }
    }
    return ks;
  }
}
