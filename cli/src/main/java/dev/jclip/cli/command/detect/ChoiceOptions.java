package dev.jclip.cli.command.detect;

import dev.jclip.ClipLoader;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.detect.DetectionOptions.Scores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which boxes are detections. */
@OptionSection("Detections")
final class ChoiceOptions {
  @Option(
      names = "--threshold",
      paramLabel = "P",
      defaultValue = "0.1",
      description = "The minimum score. Default: ${DEFAULT-VALUE}.")
  private double threshold = 0.1;

  @Option(
      names = "--overlap",
      paramLabel = "P",
      defaultValue = "0.5",
      description =
          "The maximum intersection over union of two detections of one query, of which otherwise the better one stays; 1 keeps all. Default: ${DEFAULT-VALUE}.")
  private double overlap = 0.5;

  @Option(
      names = "--each-query",
      description =
          "A box answers each query whose score reaches the threshold. Default: the one that it fits best.")
  private boolean eachQuery;

  @Option(
      names = "--relative-scores",
      description =
          "Scores beside the best one of the query in the image, which has 1, as transformers gives them for example images.")
  private boolean relativeScores;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "300",
      description = "The maximum number of detections in an image. Default: ${DEFAULT-VALUE}.")
  private int limit = 300;

  @Option(
      names = "--square-fill",
      paramLabel = "GREY",
      description =
          "What OWLv2's images are padded with to a square: 0 is black, 0.5 what transformers 4 takes. Default: 0.")
  private @Nullable Double squareFill;

  /** The choice. */
  DetectionOptions options() {
    return new DetectionOptions(
        threshold,
        overlap,
        eachQuery ? Answers.EACH_QUERY : Answers.BEST_QUERY,
        relativeScores ? Scores.RELATIVE_TO_BEST : Scores.ABSOLUTE,
        limit);
  }

  /** Tells a loader what concerns the model. */
  ClipLoader setOn(ClipLoader loader) {
    return squareFill == null ? loader : loader.squareFill(squareFill);
  }
}
