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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A linear probe (arXiv 2103.00020, section 3.2): how well the classes are separated by planes in
 * the space of the image embeddings. For one thread at a time, as its extractor is.
 */
public final class LinearProbeTask {
  private static final String ADVICE =
      "a figure would say how well they are remembered. Give each set images of its own, have the data cut into parts, or have the shared ones left out of training";

  private final FeatureExtractor extractor;
  private final BootstrapOptions options;
  private final Overlap overlap;

  /**
   * Makes an evaluation.
   *
   * @param overlap what becomes of images that are in more than one of the sets
   */
  public LinearProbeTask(FeatureExtractor extractor, BootstrapOptions options, Overlap overlap) {
    this.extractor = extractor;
    this.options = options;
    this.overlap = overlap;
  }

  /**
   * Evaluates a data set.
   *
   * @param training what is learned from
   * @param validation what the strength is found by; a share of the training images where absent
   * @param test what is judged
   * @param probe how; its class names are those of all sets
   * @throws IllegalArgumentException if the sets' classes differ, or images show several classes
   * @throws DataException if a set has no image that can be read, or one that another has too and
   *     must not
   */
  public LinearProbeResult evaluate(
      LabelledSet training, Optional<LabelledSet> validation, LabelledSet test, LinearProbe probe) {
    requireClasses(training, probe);
    requireClasses(test, probe);
    validation.ifPresent(set -> requireClasses(set, probe));
    ImageFeatures<List<Integer>> judged = images(test);
    Sets sets = Sets.of(images(training), validation.map(this::images), judged, overlap);
    LinearProbe.Result result =
        probe.run(
            labelled(sets.training()),
            sets.validation().map(LinearProbeTask::labelled),
            labelled(judged));
    int numClasses = probe.classNames().size();
    List<ClassOutcome> outcomes =
        ClassificationMetrics.outcomes(result.logits(), labelled(judged).labels());
    List<Figure> figures =
        Figure.of(ClassificationMetrics.of(outcomes, numClasses), options).stream()
            .map(figure -> new Figure("lp_" + figure.name(), figure.value(), figure.interval()))
            .toList();
    return new LinearProbeResult(
        judged,
        sets.training().fingerprint(),
        sets.shared(),
        probe.classNames(),
        result,
        outcomes,
        figures,
        ClassTable.of(outcomes, numClasses));
  }

  private static void requireClasses(LabelledSet set, LinearProbe probe) {
    if (set.multiLabel()) {
      throw new IllegalArgumentException(
          set.name() + ": expected one class an image, found a multi-label set");
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
          "%s: expected images, found none that can be read".formatted(set.name()));
    }
    return images;
  }

  private static LabelledFeatures labelled(ImageFeatures<List<Integer>> images) {
    return new LabelledFeatures(
        images.vectors(),
        images.annotations().stream().map(List::getFirst).toList(),
        images.contents());
  }

  /** What is learned from, without what must not be, and how much is shared. */
  private record Sets(
      ImageFeatures<List<Integer>> training,
      Optional<ImageFeatures<List<Integer>>> validation,
      LinearProbeResult.Shared shared) {
    static Sets of(
        ImageFeatures<List<Integer>> training,
        Optional<ImageFeatures<List<Integer>>> validation,
        ImageFeatures<List<Integer>> test,
        Overlap overlap) {
      SharedPictures seen = SharedPictures.of(training, test);
      Optional<SharedPictures> tunedOn = validation.map(set -> SharedPictures.of(set, test));
      Optional<SharedPictures> fitted = validation.map(set -> SharedPictures.of(training, set));
      if (overlap == Overlap.REFUSE) {
        seen.refuse("training images are test images too", ADVICE);
        tunedOn.ifPresent(it -> it.refuse("validation images are test images too", ADVICE));
        fitted.ifPresent(it -> it.refuse("training images are validation images too", ADVICE));
      }
      boolean drops = overlap == Overlap.DROP;
      Set<Integer> out = new HashSet<>(seen.pairs().keySet());
      fitted.ifPresent(it -> out.addAll(it.pairs().keySet()));
      return new Sets(
          drops ? training.without(out) : training,
          drops
              ? validation.map(set -> set.without(tunedOn.orElseThrow().pairs().keySet()))
              : validation,
          new LinearProbeResult.Shared(
              overlap,
              seen.count(),
              tunedOn.map(SharedPictures::count).orElse(0),
              fitted.map(SharedPictures::count).orElse(0)));
    }
  }
}
