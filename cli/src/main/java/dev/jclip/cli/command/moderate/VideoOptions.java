package dev.jclip.cli.command.moderate;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.moderation.video.SceneCutter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A video, as its frames. */
@OptionSection("Video")
final class VideoOptions {
  @Option(
      names = "--frames",
      paramLabel = "FILE",
      description =
          "Judge the frames of a video, a table with the columns path and timestamp (in seconds), and give one answer for each scene, with its worst frame.")
  private @Nullable Path frames;

  @Option(
      names = "--scene-distance",
      paramLabel = "DISTANCE",
      defaultValue = "0.2",
      description =
          "A frame begins a new scene if 1 less the cosine of its embedding and the scene's mean is greater. Default: ${DEFAULT-VALUE}.")
  private double distance;

  boolean given() {
    return frames != null;
  }

  Optional<Frames> frames() {
    return Optional.ofNullable(frames).map(Frames::read);
  }

  SceneCutter cutter() {
    return new SceneCutter(distance);
  }
}
