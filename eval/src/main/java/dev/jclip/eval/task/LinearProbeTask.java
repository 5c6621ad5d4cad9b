package dev.jclip.eval.task;

import dev.jclip.data.LabelledSet;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.metric.ClassificationMetrics;
import dev.jclip.eval.probe.LabelledFeatures;
import dev.jclip.eval.probe.LinearProbe;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import java.util.List;
import java.util.Optional;

/**
 * A linear probe (arXiv 2103.00020, section 3.2): how well the classes are separated by planes in
 * the space of the image embeddings. For one thread at a time, as its extractor is.
 */
public final class LinearProbeTask {
  private final FeatureExtractor extractor;
  private final BootstrapOptions options;

  /** Makes an evaluation. */
  public LinearProbeTask(FeatureExtractor extractor, BootstrapOptions options) {
    this.extractor = extractor;
    this.options = options;
  }

  /**
   * Evaluates a data set.
   *
   * @param training what is learned from
   * @param validation what the strength is found by; a share of the training pictures where absent
   * @param test what is judged
   * @param probe how; its class names are those of all sets
   * @throws IllegalArgumentException if the sets' classes differ, or pictures show several classes
   * @throws DataException if a set has no picture that can be read
   */
  public LinearProbeResult evaluate(
      LabelledSet training, Optional<LabelledSet> validation, LabelledSet test, LinearProbe probe) {
    requireClasses(training, probe);
    requireClasses(test, probe);
    validation.ifPresent(set -> requireClasses(set, probe));
    ImageFeatures<List<Integer>> learned = images(training);
    ImageFeatures<List<Integer>> judged = images(test);
    LinearProbe.Result result =
        probe.run(
            labelled(learned), validation.map(set -> labelled(images(set))), labelled(judged));
    int numClasses = probe.classNames().size();
    List<ClassOutcome> outcomes =
        ClassificationMetrics.outcomes(result.logits(), labelled(judged).labels());
    List<Figure> figures =
        Figure.of(ClassificationMetrics.of(outcomes, numClasses), options).stream()
            .map(figure -> new Figure("lp_" + figure.name(), figure.value(), figure.interval()))
            .toList();
    return new LinearProbeResult(
        judged,
        learned.fingerprint(),
        probe.classNames(),
        result,
        outcomes,
        figures,
        ClassTable.of(outcomes, numClasses));
  }

  private static void requireClasses(LabelledSet set, LinearProbe probe) {
    if (set.multiLabel()) {
      throw new IllegalArgumentException(
          set.name() + ": expected one class a picture, found a multi-label set");
    }
    if (!set.classNames().equals(probe.classNames())) {
      throw new IllegalArgumentException(
          "%s: expected the same %d classes in all sets, found %d; give their names"
              .formatted(set.name(), probe.classNames().size(), set.classNames().size()));
    }
  }

  private ImageFeatures<List<Integer>> images(LabelledSet set) {
    ImageFeatures<List<Integer>> images = extractor.images(set.name(), set.examples());
    if (images.size() == 0) {
      throw new DataException(
          "%s: expected pictures, found none that can be read".formatted(set.name()));
    }
    return images;
  }

  private static LabelledFeatures labelled(ImageFeatures<List<Integer>> images) {
    return new LabelledFeatures(
        images.vectors(), images.annotations().stream().map(List::getFirst).toList());
  }
}
