package dev.jclip.eval.task;

import dev.jclip.data.Examples;
import dev.jclip.data.LabelledSet;
import dev.jclip.embed.Embeddings;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.ClassificationMetrics;
import dev.jclip.eval.metric.Halves;
import dev.jclip.eval.metric.MeanAveragePrecision;
import dev.jclip.eval.metric.UnknownCrossFit;
import dev.jclip.eval.metric.UnknownDetection;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Zero-shot classification (arXiv 2103.00020, section 3.1): each image is compared with the mean
 * embedding of each class's prompts. Immutable. Only one thread at a time may use a task, since its
 * {@link FeatureExtractor} is not thread-safe.
 */
public final class ZeroShotTask {
  /** The share of images of the classes that the chosen threshold accepts. */
  private static final double KNOWN_KEPT = 0.95;

  private final FeatureExtractor extractor;
  private final BootstrapOptions options;
  private final Optional<Examples<Integer>> unknownPictures;

  /**
   * Makes a task for one model.
   *
   * @param extractor computes the model's features of images and prompts
   * @param options how the confidence intervals are computed; the seed of all random choices is the
   *     seed of these options
   */
  public ZeroShotTask(FeatureExtractor extractor, BootstrapOptions options) {
    this(extractor, options, Optional.empty());
  }

  private ZeroShotTask(
      FeatureExtractor extractor,
      BootstrapOptions options,
      Optional<Examples<Integer>> unknownPictures) {
    this.extractor = extractor;
    this.options = options;
    this.unknownPictures = unknownPictures;
  }

  /**
   * Returns the same task with images that show none of the classes. The result then says how well
   * these images are told from images of the classes.
   *
   * @param pictures the images; their annotations are not used
   */
  public ZeroShotTask withUnknown(Examples<Integer> pictures) {
    return new ZeroShotTask(extractor, options, Optional.of(pictures));
  }

  /**
   * Evaluates a data set.
   *
   * @param prompts the prompts of each class, in the order of the set's class names
   * @throws IllegalArgumentException if there are prompts for more or fewer classes than the set
   *     has
   * @throws DataException if the set, or the images of no class, have no image that can be read, or
   *     an image of no class is also in the set
   */
  public ZeroShotResult evaluate(LabelledSet set, ClassPrompts prompts) {
    if (prompts.perClass().size() != set.classNames().size()) {
      throw new IllegalArgumentException(
          "prompts: expected prompts for %d classes, found prompts for %d"
              .formatted(set.classNames().size(), prompts.perClass().size()));
    }
    ImageFeatures<List<Integer>> pictures = extractor.images(set.name(), set.examples());
    if (pictures.size() == 0) {
      throw new DataException(
          "%s: expected images, found none that can be read; %s"
              .formatted(set.name(), firstReason(pictures)));
    }
    var evaluation = new Evaluation(set, prompts, pictures);
    return set.multiLabel() ? evaluation.multiLabel() : evaluation.singleLabel();
  }

  private static String firstReason(ImageFeatures<?> pictures) {
    return pictures.skipped().isEmpty()
        ? "the data set is empty"
        : "%d entries were skipped; the first reason: %s"
            .formatted(pictures.skipped().size(), pictures.skipped().getFirst().reason());
  }

  private final class Evaluation {
    private final LabelledSet set;
    private final ClassPrompts prompts;
    private final ImageFeatures<List<Integer>> pictures;
    private final List<float[]> images;
    private final List<float[]> promptEmbeddings;
    private final List<float[]> classes;
    private final List<float[]> scores;

    Evaluation(LabelledSet set, ClassPrompts prompts, ImageFeatures<List<Integer>> pictures) {
      this.set = set;
      this.prompts = prompts;
      this.pictures = pictures;
      images = Embeddings.normalizeAll(pictures.vectors());
      promptEmbeddings = Embeddings.normalizeAll(extractor.texts(prompts.all()));
      classes =
          prompts.grouped(
              promptEmbeddings, ofClass -> Embeddings.normalize(Embeddings.mean(ofClass)));
      scores = ClassificationMetrics.similarities(images, classes);
    }

    ZeroShotResult singleLabel() {
      List<Integer> labels = pictures.annotations().stream().map(List::getFirst).toList();
      double scale = extractor.model().logitScaleExp();
      Classified classified = Classified.of(scores, labels, scale, options);
      Function<List<float[]>, Metric> accuracy =
          variant ->
              ClassificationMetrics.accuracy(
                  ClassificationMetrics.outcomes(images, variant, labels), 1);
      return result(
          classified.figures(),
          Optional.of(classified),
          List.of(),
          sensitivity(accuracy),
          unknown(labels, scale));
    }

    ZeroShotResult multiLabel() {
      var precision = new MeanAveragePrecision(scores, pictures.annotations());
      Function<List<float[]>, Metric> mean =
          variant ->
              new MeanAveragePrecision(
                  ClassificationMetrics.similarities(images, variant), pictures.annotations());
      return result(
          Figure.of(List.of(precision), options),
          Optional.empty(),
          Arrays.stream(precision.perClass()).boxed().toList(),
          sensitivity(mean),
          Optional.empty());
    }

    private ZeroShotResult result(
        List<Figure> figures,
        Optional<Classified> classified,
        List<Double> averagePrecisions,
        Optional<PromptSensitivity> sensitivity,
        Optional<ZeroShotResult.Unknown> unknown) {
      return new ZeroShotResult(
          pictures,
          set.classNames(),
          prompts,
          absentClasses(),
          scores,
          figures,
          classified,
          averagePrecisions,
          sensitivity,
          unknown);
    }

    private List<String> absentClasses() {
      var shown = new BitSet();
      pictures.annotations().forEach(classes -> classes.forEach(shown::set));
      return IntStream.range(0, set.classNames().size())
          .filter(c -> !shown.get(c))
          .mapToObj(set.classNames()::get)
          .toList();
    }

    private Optional<PromptSensitivity> sensitivity(Function<List<float[]>, Metric> figure) {
      if (prompts.variants() < 2) {
        return Optional.empty();
      }
      Halves halves = Halves.of(pictures.size(), options.seed());
      var variants = new ArrayList<PromptSensitivity.Measured>();
      for (int j = 0; j < prompts.variants(); j++) {
        int variant = j;
        List<float[]> alone = prompts.grouped(promptEmbeddings, ofClass -> ofClass.get(variant));
        variants.add(
            PromptSensitivity.Measured.of(
                prompts.perClass().getFirst().get(variant), figure.apply(alone), halves));
      }
      Metric ensemble = figure.apply(classes);
      return Optional.of(PromptSensitivity.of(ensemble.name(), variants, ensemble.value()));
    }

    private Optional<ZeroShotResult.Unknown> unknown(List<Integer> labels, double scale) {
      List<UnknownDetection> detections;
      if (unknownPictures.isPresent()) {
        List<float[]> others =
            ClassificationMetrics.similarities(
                Embeddings.normalizeAll(unknown(unknownPictures.get()).vectors()), classes);
        detections = bothScores(score -> UnknownDetection.of(score, scores, others, scale));
      } else if (labels.stream().distinct().count() >= 3) {
        detections =
            bothScores(
                score ->
                    UnknownDetection.leavingClassesOut(
                        score, scores, labels, scale, options.seed()));
      } else {
        return Optional.empty();
      }
      List<UnknownDetection> better =
          detections.stream()
              .sorted(Comparator.comparingDouble((UnknownDetection one) -> -one.value()))
              .toList();
      return Optional.of(
          new ZeroShotResult.Unknown(
              better.getFirst().score(),
              Figure.of(List.of(better.getFirst()), options).getFirst(),
              better.getLast().value(),
              better.getFirst().curve(),
              better.getFirst().curve().keeping(KNOWN_KEPT),
              UnknownCrossFit.of(detections, KNOWN_KEPT, options.seed())));
    }

    private ImageFeatures<Integer> unknown(Examples<Integer> examples) {
      ImageFeatures<Integer> others = extractor.images("images of no class", examples);
      if (others.size() == 0) {
        throw new DataException(
            "images of no class: expected images, found none that can be read; "
                + firstReason(others));
      }
      SharedPictures.of(others, pictures)
          .refuse(
              "images of no class are images of a class too",
              "remove them from one of the two data sets");
      return others;
    }

    private List<UnknownDetection> bothScores(
        Function<UnknownDetection.Score, UnknownDetection> detection) {
      return Arrays.stream(UnknownDetection.Score.values()).map(detection).toList();
    }
  }
}
