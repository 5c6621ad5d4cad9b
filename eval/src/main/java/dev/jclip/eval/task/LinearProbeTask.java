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
 * A linear probe (arXiv 2103.00020, section 3.2): measures how well planes in the space of the
 * image features separate the classes. Only one thread at a time may use a task, since its {@link
 * FeatureExtractor} is not thread-safe.
 */
public final class LinearProbeTask {
  private static final String ADVICE =
      "the accuracy would measure how well these images are remembered. Give each set its own images, have the data cut into parts, or have the shared images left out of training";

  private final FeatureExtractor extractor;
  private final BootstrapOptions options;
  private final Overlap overlap;

  /**
   * Makes a task for one model.
   *
   * @param extractor computes the model's features of images
   * @param options how the confidence intervals are computed
   * @param overlap what to do with images that are in more than one of the data sets
   */
  public LinearProbeTask(FeatureExtractor extractor, BootstrapOptions options, Overlap overlap) {
    this.extractor = extractor;
    this.options = options;
    this.overlap = overlap;
  }

  /**
   * Trains a classifier on one data set and measures it on another.
   *
   * @param training the images that the classifier is trained on
   * @param validation the images on which the strength C is chosen; if absent, C is chosen on a
   *     share of the training images
   * @param test the images that the classifier is measured on
   * @param probe the settings of the training; all data sets must have its class names
   * @throws IllegalArgumentException if a data set has other class names or is multi-label, or if
   *     {@link LinearProbe#run} refuses the training images
   * @throws DataException if a data set has no image that can be read, or if two data sets share an
   *     image and the overlap is {@link Overlap#REFUSE}
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

  /**
   * The images to train on and to choose C on, without those that {@link Overlap#DROP} leaves out,
   * and the numbers of shared images.
   */
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
