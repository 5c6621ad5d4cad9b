package dev.jclip.eval.report;

import dev.jclip.error.DataException;
import dev.jclip.eval.detection.DetectionFigures;
import dev.jclip.eval.detection.ImageBoxes;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassificationMetrics;
import dev.jclip.eval.metric.MeanAveragePrecision;
import dev.jclip.eval.metric.RetrievalMetrics;
import dev.jclip.eval.metric.RetrievalRanks;
import dev.jclip.eval.metric.SelectionMetrics;
import dev.jclip.eval.metric.caption.CaptionPair;
import dev.jclip.eval.metric.caption.MentionCounts;
import dev.jclip.eval.statistics.Metric;
import dev.jclip.eval.task.CaptionFigures;
import dev.jclip.eval.task.CaptionResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How a model did on each example, one JSON object a line: what two runs are compared by. */
sealed interface RunExamples {
  /** What the example is called, the same in every run on the data set. */
  List<String> keys();

  /** What was true of each example, so that runs with other truths are not compared. */
  List<?> truths();

  /** The figures over the examples. */
  List<Metric> metrics(List<Integer> ks);

  /** One object a line. */
  List<?> lines();

  /** Writes the lines. */
  default void write(Path file) {
    var text = new StringBuilder();
    for (Object line : lines()) {
      text.append(JsonMapper.shared().writeValueAsString(line)).append('\n');
    }
    Json.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the lines of a run. */
  static RunExamples read(Path file, String task, int numClasses) {
    return switch (task) {
      case RunWriter.ZERO_SHOT, RunWriter.LINEAR_PROBE ->
          new Classified(lines(file, Classified.ClassifiedLine.class), numClasses);
      case RunWriter.MULTI_LABEL -> new MultiLabel(lines(file, MultiLabel.MultiLabelLine.class));
      case RunWriter.RETRIEVAL -> new Retrieved(lines(file, Retrieved.RetrievedLine.class));
      case RunWriter.CAPTIONING -> new Captioned(lines(file, Captioned.CaptionedLine.class));
      case RunWriter.DETECTION -> new Detected(lines(file, ImageBoxes.class), numClasses);
      case RunWriter.SELECTION -> new Selected(lines(file, Selected.SelectedLine.class));
      default ->
          throw new DataException(
              "%s: expected a task that jclip evaluates, found %s".formatted(file, task));
    };
  }

  private static <T> List<T> lines(Path file, Class<T> type) {
    var lines = new ArrayList<T>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        lines.add(JsonMapper.shared().readValue(line, type));
      }
    } catch (JacksonException e) {
      throw new DataException(
          "%s: line %d is not the line of a run: %s"
              .formatted(file, lines.size() + 1, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e, e);
    }
    if (lines.isEmpty()) {
      throw new DataException(file + ": expected one line an example, found none");
    }
    return lines;
  }

  /** Images that show one class each. */
  record Classified(List<ClassifiedLine> lines, int numClasses) implements RunExamples {
    record ClassifiedLine(String key, int label, int prediction, int rank, double confidence) {}

    @Override
    public List<String> keys() {
      return lines.stream().map(ClassifiedLine::key).toList();
    }

    @Override
    public List<?> truths() {
      return lines.stream().map(ClassifiedLine::label).toList();
    }

    @Override
    public List<Metric> metrics(List<Integer> ks) {
      List<ClassOutcome> outcomes =
          lines.stream()
              .map(line -> new ClassOutcome(line.label(), line.prediction(), line.rank()))
              .toList();
      return ClassificationMetrics.of(outcomes, numClasses);
    }
  }

  /** Images that show any number of classes. */
  record MultiLabel(List<MultiLabelLine> lines) implements RunExamples {
    record MultiLabelLine(String key, List<Integer> labels, List<Float> scores) {}

    @Override
    public List<String> keys() {
      return lines.stream().map(MultiLabelLine::key).toList();
    }

    @Override
    public List<?> truths() {
      return lines.stream().map(MultiLabelLine::labels).toList();
    }

    @Override
    public List<Metric> metrics(List<Integer> ks) {
      return List.of(
          new MeanAveragePrecision(
              lines.stream().map(line -> floats(line.scores())).toList(),
              lines.stream().map(MultiLabelLine::labels).toList()));
    }

    private static float[] floats(List<Float> boxed) {
      float[] values = new float[boxed.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = boxed.get(i);
      }
      return values;
    }
  }

  /** Images with captions. */
  record Retrieved(List<RetrievedLine> lines) implements RunExamples {
    /**
     * An image.
     *
     * @param captionRank captions before the first of its own
     * @param imageRanks for each of its captions the images before it
     */
    record RetrievedLine(String key, int captionRank, List<Integer> imageRanks) {}

    @Override
    public List<String> keys() {
      return lines.stream().map(RetrievedLine::key).toList();
    }

    @Override
    public List<?> truths() {
      return lines.stream().map(line -> line.imageRanks().size()).toList();
    }

    @Override
    public List<Metric> metrics(List<Integer> ks) {
      var captionImage = new ArrayList<Integer>();
      var imageRanks = new ArrayList<Integer>();
      for (int image = 0; image < lines.size(); image++) {
        for (int rank : lines.get(image).imageRanks()) {
          captionImage.add(image);
          imageRanks.add(rank);
        }
      }
      List<Integer> captionRanks = lines.stream().map(RetrievedLine::captionRank).toList();
      return RetrievalMetrics.of(new RetrievalRanks(captionImage, imageRanks, captionRanks), ks);
    }
  }

  /** Tasks of matching. */
  record Selected(List<SelectedLine> lines) implements RunExamples {
    record SelectedLine(String key, boolean imageRight, boolean textRight) {}

    @Override
    public List<String> keys() {
      return lines.stream().map(SelectedLine::key).toList();
    }

    @Override
    public List<?> truths() {
      return List.of();
    }

    @Override
    public List<Metric> metrics(List<Integer> ks) {
      return SelectionMetrics.of(
          lines.stream()
              .map(line -> new SelectionMetrics.Outcome(line.imageRight(), line.textRight()))
              .toList());
    }
  }

  /** Images with objects and detections. */
  record Detected(List<ImageBoxes> lines, int numCategories) implements RunExamples {
    @Override
    public List<String> keys() {
      return lines.stream().map(ImageBoxes::key).toList();
    }

    @Override
    public List<?> truths() {
      return lines.stream().map(ImageBoxes::truth).toList();
    }

    @Override
    public List<Metric> metrics(List<Integer> ks) {
      return new DetectionFigures(lines, numCategories).overall();
    }
  }

  /** Images with generated captions. */
  record Captioned(List<CaptionedLine> lines) implements RunExamples {
    /**
     * An image.
     *
     * @param references the captions that people wrote
     * @param scores how well the caption fits, by the judge
     * @param mentions what the caption mentions; null if nothing is known of the set's images
     */
    record CaptionedLine(
        String key,
        String caption,
        List<String> references,
        CaptionResult.Scores scores,
        @Nullable MentionCounts mentions) {}

    @Override
    public List<String> keys() {
      return lines.stream().map(CaptionedLine::key).toList();
    }

    @Override
    public List<?> truths() {
      return lines.stream().map(Captioned::truth).toList();
    }

    private static List<?> truth(CaptionedLine line) {
      MentionCounts mentions = line.mentions();
      return mentions == null
          ? line.references()
          : List.of(
              line.references(),
              mentions.things().there(),
              mentions.colouredThings().there(),
              mentions.relations().there());
    }

    @Override
    public List<Metric> metrics(List<Integer> ks) {
      return CaptionFigures.of(
          lines.stream().map(line -> CaptionPair.of(line.caption(), line.references())).toList(),
          lines.stream().map(CaptionedLine::scores).toList(),
          lines.stream().map(CaptionedLine::mentions).filter(Objects::nonNull).toList());
    }
  }
}
