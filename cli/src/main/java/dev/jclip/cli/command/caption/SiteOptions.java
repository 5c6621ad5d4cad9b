package dev.jclip.cli.command.caption;

import dev.jclip.cli.option.OptionSection;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The pages of a web site. */
@OptionSection("Web site")
final class SiteOptions {
  @Option(
      names = "--html",
      paramLabel = "FOLDER",
      description =
          "Look through the pages of this folder for images without an alternative text, and propose one for each. Changes no page.")
  private @Nullable Path folder;

  @Option(
      names = "--review",
      paramLabel = "FILE",
      description =
          "With --html: write the proposals into this table, CSV, for a person to review.")
  private @Nullable Path review;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "With --html: write the proposals into this page, HTML, with the images and the reasons.")
  private @Nullable Path report;

  @Option(
      names = "--apply",
      paramLabel = "FILE",
      description =
          "With --html: write the rows of this reviewed table whose kind is text or decoration into the pages. Needs no model.")
  private @Nullable Path apply;

  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  Optional<Path> review() {
    return Optional.ofNullable(review);
  }

  Optional<Path> report() {
    return Optional.ofNullable(report);
  }

  Optional<Path> apply() {
    return Optional.ofNullable(apply);
  }

  /** Refuses options that have no meaning by themselves, or contradict each other. */
  void require() {
    if (folder == null) {
      requireFolder("--review", review);
      requireFolder("--report", report);
      requireFolder("--apply", apply);
    }
    if (apply != null && (review != null || report != null)) {
      throw new IllegalArgumentException(
          "expected %s or --apply, found both".formatted(review != null ? "--review" : "--report"));
    }
  }

  private static void requireFolder(String option, @Nullable Path file) {
    if (file != null) {
      throw new IllegalArgumentException(
          option + ": expected --html with the pages' folder, found none");
    }
  }
}
