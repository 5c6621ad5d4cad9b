package dev.jclip.eval.report;

import dev.jclip.data.Entry;
import dev.jclip.eval.detection.DetectionResult;
import dev.jclip.eval.metric.Calibration;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.metric.RetrievalRanks;
import dev.jclip.eval.metric.RocCurve;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.task.CaptionResult;
import dev.jclip.eval.task.Classified;
import dev.jclip.eval.task.LinearProbeResult;
import dev.jclip.eval.task.PromptSensitivity;
import dev.jclip.eval.task.RetrievalResult;
import dev.jclip.eval.task.SelectionResult;
import dev.jclip.eval.task.ZeroShotResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what runs gave: the record as {@code STEM.json}, the examples as {@code
 * STEM.examples.jsonl}, plots as {@code STEM_NAME.png}. Files appear whole or not at all; the
 * record is written last, so where it is, the rest is too. For one thread.
 */
public final class RunWriter {
  /** CLIP_benchmark's names of the tasks. */
  public static final String ZERO_SHOT = "zeroshot_classification";

  public static final String RETRIEVAL = "zeroshot_retrieval";
  public static final String CAPTIONING = "captioning";
  public static final String DETECTION = "object_detection";
  public static final String LINEAR_PROBE = "linear_probe";
  public static final String SELECTION = "image_caption_selection";

  static final String MULTI_LABEL = "multilabel";
  private static final int CONFUSIONS = 50;
  private static final int ROC_POINTS = 100;
  private static final String ENDING = ".json";

  private final Path file;
  private final RunIdentity identity;

  /**
   * Writes beside and under a record's name.
   *
   * @param file the record, which ends in {@code .json}
   */
  public RunWriter(Path file, RunIdentity identity) {
    this.file = file;
    this.identity = identity;
  }

  static Path examplesBeside(Path record) {
    String name = record.getFileName().toString();
    String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    return record.resolveSibling(stem + ".examples.jsonl");
  }

  private Path plot(String name) {
    String record = file.getFileName().toString();
    return file.resolveSibling(
        record.substring(0, record.length() - ENDING.length()) + "_" + name + ".png");
  }

  /** Writes a zero-shot classification. */
  public RunRecord write(ZeroShotResult result, RunPlots plots) {
    Map<String, Object> details = details(result.figures());
    details.put("pictures", result.pictures().size());
    details.put("picturesFingerprint", result.pictures().fingerprint());
    details.put("skipped", skipped(result.pictures().skipped()));
    details.put("classnames", result.classNames());
    details.put("prompts", result.prompts().perClass());
    details.put("classesWithoutPictures", result.absentClasses());
    result
        .sensitivity()
        .ifPresent(sensitivity -> details.put("promptSensitivity", of(sensitivity)));
    result.unknown().ifPresent(unknown -> details.put("unknown", of(unknown)));
    if (result.classified().isPresent()) {
      Classified classified = result.classified().get();
      details.put("calibration", of(classified));
      addTable(details, classified.table(), result.classNames());
      classified(result, classified).write(examplesBeside(file));
    } else {
      details.put("averagePrecisions", named(result.classNames(), result.averagePrecisions()));
      multiLabel(result).write(examplesBeside(file));
    }
    plots.zeroShot(result, this::plot);
    return finish(ZERO_SHOT, result.figures(), Map.of(), details);
  }

  private static RunExamples classified(ZeroShotResult result, Classified classified) {
    return examples(
        result.pictures().keys(),
        classified.outcomes(),
        Calibration.confidences(result.scores(), classified.scale()),
        result.classNames().size());
  }

  private static RunExamples examples(
      List<String> keys, List<ClassOutcome> outcomes, List<Double> confidences, int numClasses) {
    return new RunExamples.Classified(
        IntStream.range(0, keys.size())
            .mapToObj(
                i ->
                    new RunExamples.Classified.ClassifiedLine(
                        keys.get(i),
                        outcomes.get(i).label(),
                        outcomes.get(i).prediction(),
                        outcomes.get(i).rank(),
                        confidences.get(i)))
            .toList(),
        numClasses);
  }

  private static RunExamples multiLabel(ZeroShotResult result) {
    return new RunExamples.MultiLabel(
        IntStream.range(0, result.pictures().size())
            .mapToObj(
                i ->
                    new RunExamples.MultiLabel.MultiLabelLine(
                        result.pictures().keys().get(i),
                        result.pictures().annotations().get(i),
                        boxed(result.scores().get(i))))
            .toList());
  }

  private static List<Float> boxed(float[] values) {
    var boxed = new ArrayList<Float>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  /** Writes a retrieval. */
  public RunRecord write(RetrievalResult result, RunPlots plots) {
    Map<String, Object> details = details(result.figures());
    details.put("pictures", result.pictures().size());
    details.put("captions", result.ranks().imageRanks().size());
    details.put("picturesFingerprint", result.pictures().fingerprint());
    details.put("skipped", skipped(result.pictures().skipped()));
    details.put(
        "curve",
        result.curve().stream()
            .map(
                point ->
                    Json.object(
                        "k",
                        point.k(),
                        "imageRetrieval",
                        point.imageRetrieval().value(),
                        "textRetrieval",
                        point.textRetrieval().value()))
            .toList());
    retrieved(result).write(examplesBeside(file));
    plots.retrieval(result, this::plot);
    return finish(RETRIEVAL, result.figures(), Map.of(), details);
  }

  private static RunExamples retrieved(RetrievalResult result) {
    RetrievalRanks ranks = result.ranks();
    var imageRanks = new ArrayList<List<Integer>>();
    result.pictures().keys().forEach(_ -> imageRanks.add(new ArrayList<>()));
    for (int caption = 0; caption < ranks.imageRanks().size(); caption++) {
      imageRanks.get(ranks.captionImage().get(caption)).add(ranks.imageRanks().get(caption));
    }
    return new RunExamples.Retrieved(
        IntStream.range(0, imageRanks.size())
            .mapToObj(
                i ->
                    new RunExamples.Retrieved.RetrievedLine(
                        result.pictures().keys().get(i),
                        ranks.captionRanks().get(i),
                        imageRanks.get(i)))
            .toList());
  }

  /** Writes a linear probe. */
  public RunRecord write(LinearProbeResult result, RunPlots plots) {
    Map<String, Object> details = details(result.figures());
    details.put("pictures", result.pictures().size());
    details.put("picturesFingerprint", result.pictures().fingerprint());
    details.put("trainingFingerprint", result.trainingFingerprint());
    details.put("sharedPictures", result.shared());
    details.put("trainingPictures", result.probe().trainingSize());
    details.put("skipped", skipped(result.pictures().skipped()));
    details.put("classnames", result.classNames());
    details.put(
        "classesNeverTrainedOn",
        result.probe().unseenClasses().stream().map(result.classNames()::get).toList());
    details.put("sweep", result.probe().swept());
    details.put("objective", result.probe().objective());
    details.put("iterations", result.probe().iterations());
    details.put("converged", result.probe().converged());
    addTable(details, result.table(), result.classNames());
    examples(
            result.pictures().keys(),
            result.outcomes(),
            Calibration.confidences(result.probe().logits(), 1),
            result.classNames().size())
        .write(examplesBeside(file));
    plots.linearProbe(result, this::plot);
    return finish(LINEAR_PROBE, result.figures(), Map.of("C", result.probe().c()), details);
  }

  /** Writes a matching of images and captions. */
  public RunRecord write(SelectionResult result) {
    Map<String, Object> details = details(result.figures());
    details.put("tasks", result.tasks().size());
    details.put("picturesFingerprint", result.fingerprint());
    details.put("skipped", result.skipped());
    new RunExamples.Selected(
            IntStream.range(0, result.tasks().size())
                .mapToObj(
                    i ->
                        new RunExamples.Selected.SelectedLine(
                            result.tasks().get(i),
                            result.outcomes().get(i).imageRight(),
                            result.outcomes().get(i).textRight()))
                .toList())
        .write(examplesBeside(file));
    return finish(SELECTION, result.figures(), Map.of(), details);
  }

  /** Writes an evaluation of captions. */
  public RunRecord write(CaptionResult result) {
    Map<String, Object> details = details(result.figures());
    details.put("pictures", result.pictures().size());
    details.put("picturesFingerprint", result.pictures().fingerprint());
    details.put("judge", result.judge());
    details.put("skipped", skipped(result.pictures().skipped()));
    new RunExamples.Captioned(
            IntStream.range(0, result.captions().size())
                .mapToObj(
                    i ->
                        new RunExamples.Captioned.CaptionedLine(
                            result.pictures().keys().get(i),
                            result.captions().get(i),
                            result.pictures().annotations().get(i).captions(),
                            result.scores().get(i),
                            result.mentions().isEmpty() ? null : result.mentions().get(i)))
                .toList())
        .write(examplesBeside(file));
    return finish(CAPTIONING, result.figures(), Map.of(), details);
  }

  /** Writes an evaluation of detections. */
  public RunRecord write(DetectionResult result) {
    Map<String, Object> details = details(result.figures());
    details.put("pictures", result.images().size());
    details.put("objects", result.images().stream().mapToInt(image -> image.truth().size()).sum());
    details.put(
        "detections", result.images().stream().mapToInt(image -> image.found().size()).sum());
    details.put("classnames", result.categories());
    details.put(
        "categories",
        IntStream.range(0, result.categories().size())
            .mapToObj(i -> category(result.categories().get(i), result.perCategory().get(i)))
            .toList());
    new RunExamples.Detected(result.images(), result.categories().size())
        .write(examplesBeside(file));
    return finish(DETECTION, result.figures(), Map.of(), details);
  }

  private static Map<String, @Nullable Object> category(String name, Map<String, Double> figures) {
    Map<String, @Nullable Object> fields = Json.object("category", name);
    figures.forEach((figure, value) -> fields.put(figure, Json.number(value)));
    return fields;
  }

  private Map<String, Object> details(List<Figure> figures) {
    var details = new LinkedHashMap<String, Object>(identity.toMap());
    details.put("intervals", intervals(figures));
    return details;
  }

  private static Map<String, Object> intervals(List<Figure> figures) {
    var intervals = new LinkedHashMap<String, Object>();
    figures.forEach(
        figure ->
            intervals.put(
                figure.name(),
                Json.object(
                    "low",
                    Json.number(figure.interval().low()),
                    "high",
                    Json.number(figure.interval().high()),
                    "confidence",
                    figure.interval().confidence(),
                    "method",
                    figure.interval().method())));
    return intervals;
  }

  private static List<Map<String, @Nullable Object>> skipped(
      List<? extends Entry.Skipped<?>> skipped) {
    return skipped.stream()
        .map(skip -> Json.object("key", skip.key(), "reason", skip.reason()))
        .toList();
  }

  private static Map<String, @Nullable Object> of(PromptSensitivity sensitivity) {
    return Json.object(
        "metric",
        sensitivity.metric(),
        "ensemble",
        sensitivity.ensemble(),
        "spread",
        sensitivity.spread(),
        "deviation",
        sensitivity.deviation(),
        "crossFittedBest",
        sensitivity.crossFittedBest(),
        "variants",
        sensitivity.variants());
  }

  private static Map<String, @Nullable Object> of(ZeroShotResult.Unknown unknown) {
    List<RocCurve.Point> points = unknown.curve().points();
    int step = Math.max(1, points.size() / ROC_POINTS);
    return Json.object(
        "score",
        unknown.score(),
        "auroc",
        unknown.area().value(),
        "intervals",
        intervals(List.of(unknown.area())),
        "aurocOfOtherScore",
        unknown.otherArea(),
        "threshold",
        Json.number(unknown.chosen().threshold()),
        "knownKept",
        unknown.chosen().truePositiveRate(),
        "unknownKept",
        unknown.chosen().falsePositiveRate(),
        "youden",
        point(unknown.curve().youden()),
        "crossFitted",
        unknown.crossFitted().orElse(null),
        "roc",
        IntStream.range(0, points.size())
            .filter(i -> i % step == 0 || i == points.size() - 1)
            .mapToObj(points::get)
            .map(RunWriter::point)
            .toList());
  }

  private static Map<String, @Nullable Object> point(RocCurve.Point point) {
    return Json.object(
        "threshold",
        Json.number(point.threshold()),
        "known",
        point.truePositiveRate(),
        "unknown",
        point.falsePositiveRate());
  }

  private static Map<String, @Nullable Object> of(Classified classified) {
    Calibration calibration = classified.calibration();
    Calibration fitted = classified.temperature().crossFitted();
    return Json.object(
        "logitScale",
        classified.scale(),
        "ece",
        calibration.ece(),
        "mce",
        calibration.mce(),
        "nll",
        calibration.nll(),
        "brier",
        calibration.brier(),
        "intervals",
        intervals(classified.calibrationFigures()),
        "bins",
        bins(calibration),
        "temperature",
        Json.object(
            "temperature",
            classified.scale() / classified.temperature().scale(),
            "atLimit",
            classified.temperature().atLimit(),
            "crossFittedEce",
            fitted.ece(),
            "crossFittedNll",
            fitted.nll(),
            "bins",
            bins(fitted)));
  }

  private static List<Map<String, @Nullable Object>> bins(Calibration calibration) {
    return calibration.bins().stream()
        .map(
            bin ->
                Json.object(
                    "low",
                    bin.low(),
                    "high",
                    bin.high(),
                    "count",
                    bin.count(),
                    "confidence",
                    Json.number(bin.confidence()),
                    "accuracy",
                    Json.number(bin.accuracy())))
        .toList();
  }

  private static void addTable(
      Map<String, Object> details, ClassTable table, List<String> classNames) {
    details.put(
        "classes",
        table.rows().stream()
            .map(
                row ->
                    Json.object(
                        "class",
                        classNames.get(row.classIndex()),
                        "support",
                        row.support(),
                        "predicted",
                        row.predicted(),
                        "recall",
                        Json.number(row.recall()),
                        "precision",
                        Json.number(row.precision()),
                        "f1",
                        Json.number(row.f1())))
            .toList());
    details.put(
        "confusions",
        table.confusions().stream()
            .limit(CONFUSIONS)
            .map(
                confusion ->
                    Json.object(
                        "class",
                        classNames.get(confusion.label()),
                        "takenFor",
                        classNames.get(confusion.prediction()),
                        "count",
                        confusion.count(),
                        "accuracyCost",
                        confusion.accuracyCost(),
                        "recallCost",
                        confusion.recallCost()))
            .toList());
  }

  private static Map<String, Double> named(List<String> names, List<Double> values) {
    var named = new LinkedHashMap<String, Double>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), values.get(i));
    }
    return named;
  }

  private RunRecord finish(
      String task, List<Figure> figures, Map<String, Double> more, Map<String, Object> details) {
    var metrics = new LinkedHashMap<String, Double>();
    figures.forEach(figure -> metrics.put(figure.name(), figure.value()));
    metrics.putAll(more);
    var record =
        new RunRecord(
            identity.dataset(),
            identity.model(),
            identity.pretrained(),
            task,
            metrics,
            identity.language(),
            details);
    Json.write(file, record.toJson());
    return record;
  }
}
