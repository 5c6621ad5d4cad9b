package dev.jclip.cli.command.ground;

import dev.jclip.Detector;
import dev.jclip.detect.Detection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.image.RgbImage;
import java.util.List;

/**
 * OWL as the detector of views: it is asked for "a photo of a mug", and a box may answer several
 * nouns, since a cup may also be a mug. The words of a noun are embedded once.
 */
final class WordDetector implements dev.jclip.grounding.view.Detector {
  /** Detections below this are no candidates for any calibration. */
  private static final double LOWEST = 0.02;

  /** CLIP looks at each candidate. */
  private static final int MOST_OF_A_NOUN = 20;

  private final Detector detector;

  WordDetector(Detector detector) {
    this.detector = detector;
  }

  @Override
  public List<Detection> detect(RgbImage image, List<String> queries) {
    return detector.find(
        image,
        queries.stream().map(noun -> "a photo of a " + noun).toList(),
        DetectionOptions.defaults()
            .withThreshold(LOWEST)
            .withAnswers(Answers.EACH_QUERY)
            .withLimit(MOST_OF_A_NOUN * queries.size()));
  }
}
