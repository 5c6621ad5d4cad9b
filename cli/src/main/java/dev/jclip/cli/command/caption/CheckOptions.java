package dev.jclip.cli.command.caption;

import dev.jclip.captioning.claim.ClaimCalibration;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.DataException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How captions are compared with their images. */
@OptionSection("Claims")
final class CheckOptions {
  @Option(
      names = "--check",
      description =
          "Compare each claim of a caption with the image, exchange words that do not fit, and say which captions need a person.")
  private boolean check;

  @Option(
      names = "--claims",
      paramLabel = "FILE",
      description =
          "What right claims look like to the model, as --measure-claims wrote it. Default: what was measured for the bundled model; for others a claim must be nearer to the image than all that it might be instead.")
  private @Nullable Path claims;

  @Option(
      names = "--given",
      paramLabel = "SET",
      description =
          "Check the captions of this data set, and generate none: a folder of shards, a table, a shard or COCO's file.")
  private @Nullable String given;

  @Option(
      names = "--measure-claims",
      paramLabel = "FILE",
      description =
          "With --given: take its captions as right, and write what their claims look like to the model.")
  private @Nullable Path measured;

  @Option(
      names = "--loss",
      paramLabel = "SHARE",
      defaultValue = "0.04",
      description =
          "With --measure-claims: the share of right captions that may be doubted. Default: ${DEFAULT-VALUE}.")
  private double loss = 0.04;

  boolean checks() {
    return check || claims != null;
  }

  Optional<String> given() {
    return Optional.ofNullable(given);
  }

  Optional<Path> measured() {
    return Optional.ofNullable(measured);
  }

  double loss() {
    return loss;
  }

  /**
   * The calibration that was asked for.
   *
   * @throws DataException if it was measured with another model
   */
  ClaimCalibration calibration(ImageTextModel model) {
    if (claims == null) {
      return ClaimCalibration.shipped(model.spaceFingerprint())
          .orElseGet(ClaimCalibration::uncalibrated);
    }
    ClaimCalibration calibration = ClaimCalibration.read(claims);
    if (!calibration.space().equals(Optional.of(model.spaceFingerprint()))) {
      throw new DataException(
          "%s: was measured with another model than %s; measure it again by --given SET --measure-claims FILE"
              .formatted(claims, model.name()));
    }
    return calibration;
  }

  /** Refuses options that have no meaning by themselves. */
  void require() {
    if (measured != null && given == null) {
      throw new IllegalArgumentException(
          "--measure-claims: expected --given with captions that are right, found none");
    }
  }
}
