package dev.jclip.cli.command.moderate;

import dev.jclip.cli.option.OptionSection;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is learned from reviewed images. */
@OptionSection("Learning")
final class LearnOptions {
  @Option(
      names = "--learn",
      paramLabel = "FILE",
      description =
          "Learn from reviewed images instead of judging: a table with the columns path, category and label (yes or no). What is better than the sentences on held-out images is written beside the policy, to its name with .learned.json, and used from then on.")
  private @Nullable Path reviewed;

  @Option(
      names = "--prevalence",
      paramLabel = "SHARE",
      description =
          "How many of the images that will be judged belong to a category, so that the probabilities are right for them. Default: as many as of the reviewed ones.")
  private @Nullable Double prevalence;

  @Option(
      names = "--ignore-learned",
      description = "Judge by sentences and heads alone, whatever was learned.")
  private boolean ignored;

  Optional<Path> reviewed() {
    return Optional.ofNullable(reviewed);
  }

  OptionalDouble prevalence() {
    return prevalence == null ? OptionalDouble.empty() : OptionalDouble.of(prevalence);
  }

  boolean ignored() {
    return ignored;
  }
}
