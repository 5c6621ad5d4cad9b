package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.data.CaptionedOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the captions of a data set are. */
@OptionSection("Evaluation run")
final class CaptionColumnOptions {
  @Option(
      names = "--caption",
      paramLabel = "NAME",
      description =
          "Column, field or attribute with the caption. Default: the usual names, or txt.")
  private @Nullable String caption;

  Optional<String> caption() {
    return Optional.ofNullable(caption);
  }

  /** With these and a run's options. */
  CaptionedOptions options(RunOptions run) {
    CaptionedOptions options =
        run.split()
            .map(CaptionedOptions.defaults()::withSplit)
            .orElseGet(CaptionedOptions::defaults);
    if (caption != null) {
      options = options.withCaption(caption);
    }
    if (run.imageColumn().isPresent()) {
      options = options.withImageColumn(run.imageColumn().get());
    }
    if (run.imageRoot().isPresent()) {
      options = options.withImageRoot(run.imageRoot().get());
    }
    return options;
  }
}
