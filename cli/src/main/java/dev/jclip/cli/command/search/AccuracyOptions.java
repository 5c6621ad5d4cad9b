package dev.jclip.cli.command.search;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import picocli.CommandLine.Option;

/** Whether all vectors are compared, or a graph is followed. */
@OptionSection("Accuracy")
final class AccuracyOptions {
  /** All vectors are compared below this: it takes some 10 milliseconds. */
  private static final int EXACT_BELOW = 50_000;

  @Option(
      names = "--exact",
      description = "Compare all vectors, as is done anyway in indexes of less than 50,000 images.")
  private boolean exact;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How many images an approximate search keeps in view: with more of them it misses less and takes longer. Default: ${DEFAULT-VALUE}.")
  private int candidates;

  void requireNumbers() {
    NumberOptions.require(candidates >= 1, "--candidates", "1 or more", candidates);
  }

  Accuracy in(IndexSnapshot snapshot) {
    return exact || snapshot.size() < EXACT_BELOW ? Accuracy.EXACT : approximate();
  }

  Accuracy approximate() {
    return new Accuracy.Approximate(candidates);
  }
}
