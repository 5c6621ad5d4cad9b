package dev.jclip.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on stderr, or nothing where stderr is no terminal. For one thread. */
public final class Progress implements AutoCloseable {
  /** Set by the launcher when stderr is a terminal. */
  private static final String TERMINAL = "jclip.terminal";

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Shows nothing. */
  public static Progress none() {
    return new Progress(null);
  }

  static Progress onTerminal(String task, long done, long steps) {
    if (!Boolean.getBoolean(TERMINAL)) {
      return none();
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .startsFrom(done, Duration.ZERO)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .showSpeed()
            .build());
  }

  /** Tells that so many more steps are done. */
  public void advance(long steps) {
    if (bar != null) {
      bar.stepBy(steps);
    }
  }

  /** Tells that so many of so many steps are done in all. */
  public void at(long done, long steps) {
    if (bar != null) {
      bar.maxHint(steps);
      bar.stepTo(done);
    }
  }

  /** Says something beside the bar, instead of what was said before. */
  public void note(String message) {
    if (bar != null) {
      bar.setExtraMessage(" " + message);
    }
  }

  /** Whether somebody sees it. */
  public boolean isShown() {
    return bar != null;
  }

  /** What takes the bar's line back, so that other text can stand in its place. */
  public String erased() {
    return bar == null ? "" : "\r\u001b[K";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
