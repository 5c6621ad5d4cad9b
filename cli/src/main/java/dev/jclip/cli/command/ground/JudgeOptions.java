package dev.jclip.cli.command.ground;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.error.DataException;
import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Thresholds;
import dev.jclip.io.TextFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What finds objects, and from when on something is decided and not asked. */
@OptionSection("Decisions")
final class JudgeOptions {
  /** Of two that are alike none is taken, however careless one may be. */
  private static final double EVEN = 0.6;

  @Option(
      names = "--detector",
      paramLabel = "MODEL",
      defaultValue = "google/owlv2-base-patch16-ensemble",
      description =
          "The OWL-ViT or OWLv2 model that finds objects: a folder, a file or a name on the hub. Default: ${DEFAULT-VALUE}.")
  private String detector = "";

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "What scores are worth, and from when on something is decided, as JSON. Default: scores are taken as probabilities.")
  private @Nullable Path calibration;

  @Option(
      names = "--max-wrong",
      paramLabel = "SHARE",
      description =
          "Decide only what is at least 1 - SHARE probable, and ask about the rest. Default: the calibration's thresholds.")
  private @Nullable Double maxWrong;

  String detector() {
    return detector;
  }

  boolean isCalibrated() {
    return calibration != null;
  }

  /**
   * What was learned about the models.
   *
   * @throws DataException if the file cannot be read
   * @throws IllegalArgumentException if the share is out of range
   */
  Calibration calibration() {
    if (maxWrong != null && !(maxWrong > 0 && maxWrong < 1)) {
      throw new IllegalArgumentException(
          "--max-wrong: expected above 0, below 1, found " + maxWrong);
    }
    Calibration learned = calibration == null ? Calibration.NONE : read(calibration);
    return maxWrong == null ? learned : learned.with(atMost(maxWrong), maxWrong);
  }

  private static Thresholds atMost(double share) {
    double least = Math.max(1 - share, EVEN);
    return new Thresholds(least, least);
  }

  private static Calibration read(Path file) {
    String json = TextFile.text(file);
    try {
      return Calibration.fromJson(json);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }
}
