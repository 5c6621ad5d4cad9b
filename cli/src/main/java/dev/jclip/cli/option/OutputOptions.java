package dev.jclip.cli.option;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.jclip.cli.terminal.Progress;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How a command speaks. */
@OptionSection("Output")
public final class OutputOptions {
  @Option(names = "--json", description = "Print one JSON object a line instead of a table.")
  private boolean json;

  private boolean quiet;

  @Option(
      names = "--quiet",
      defaultValue = "false", // so that this is called without the option too
      description = "No progress and no warnings, only errors and skipped inputs.")
  void setQuiet(boolean value) {
    quiet = value;
    if (LoggerFactory.getLogger("dev.jclip") instanceof Logger logger) {
      logger.setLevel(value ? Level.ERROR : null);
    }
  }

  /** Whether programs read the output. */
  public boolean json() {
    return json;
  }

  /** Whether warnings are heard. */
  public boolean warns() {
    return !quiet;
  }

  /** A progress bar for so many steps; one that shows nothing where nobody would see it. */
  public Progress progress(String task, long steps) {
    return progress(task, 0, steps);
  }

  /** A progress bar for work of which a part is done already. */
  public Progress progress(String task, long done, long steps) {
    return quiet ? Progress.none() : Progress.onTerminal(task, done, steps);
  }
}
