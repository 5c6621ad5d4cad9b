package dev.jclip.cli.command.moderate;

import dev.jclip.digest.Sha256;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.io.TextFile;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.record.DecisionRecord;
import dev.jclip.moderation.score.CategoryCalibration;
import dev.jclip.moderation.threshold.CalibrationFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The thresholds that belong to a policy, where there are some. */
final class Calibrations {
  private final Path file;
  private final boolean named;

  Calibrations(String policy, Optional<Path> given) {
    named = given.isPresent();
    file = given.orElseGet(() -> Policy.beside(Path.of(policy), CalibrationFile.ENDING));
  }

  /** Where they lie, or will lie. */
  Path file() {
    return file;
  }

  private boolean present() {
    return named || TextFile.exists(file);
  }

  /** Those of the policy's categories. */
  Map<String, CategoryCalibration> of(Policy policy, ImageTextModel model, int scales) {
    return present()
        ? CalibrationFile.read(file).of(policy, model.spaceFingerprint(), scales, file)
        : Map.of();
  }

  /** Identifies them in a record. */
  String fingerprint() {
    return present() ? new Sha256().add(TextFile.text(file)).hex() : DecisionRecord.NONE;
  }
}
