package dev.jclip.cli.terminal;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on the {@link Screen}, or nothing where stderr is no terminal. It appears when the
 * work has gone on for a while and a step is done. For one thread.
 */
public final class Progress implements AutoCloseable {
  private static final int REFRESH_MILLIS = 250;
  private static final Duration UNSEEN = Duration.ofMillis(500);
  private static final int STDERR = 2;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Shows nothing. */
  public static Progress none() {
    return new Progress(null);
  }

  /**
   * A bar.
   *
   * @param steps in all; 0 or less where that is not known
   */
  public static Progress onTerminal(String task, long done, long steps) {
    return Screen.current().map(screen -> on(screen, task, done, steps)).orElseGet(Progress::none);
  }

  private static Progress on(Screen screen, String task, long done, long steps) {
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .startsFrom(done, Duration.ZERO)
            .setInitialMax(steps > 0 ? steps : -1)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .continuousUpdate()
            .setRenderer(Progress::line)
            .setConsumer(new OnScreen(screen))
            .build());
  }

  private static String line(ProgressState state, int columns) {
    if (state.getElapsedAfterStart().compareTo(UNSEEN) < 0
        || state.getCurrent() == state.getStart()) {
      return "";
    }
    return new ProgressLine(
            state.getTaskName(),
            state.getCurrent(),
            state.isIndefinite() ? 0 : state.getMax(),
            state.getStart(),
            state.getElapsedAfterStart(),
            state.getExtraMessage())
        .in(columns);
  }

  /** Tells that so many more steps are done. */
  public void advance(long steps) {
    if (bar != null) {
      bar.stepBy(steps);
    }
  }

  /** Tells that so many of so many steps are done in all; 0 or less where that is not known. */
  public void at(long done, long steps) {
    if (bar != null) {
      bar.maxHint(steps > 0 ? steps : -1);
      bar.stepTo(done);
    }
  }

  /** Says something beside the bar, instead of what was said before. */
  public void note(String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  /** Whether somebody sees it. */
  public boolean isShown() {
    return bar != null;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /**
   * Where the library's bar goes. It may be told of the last state and closed once more by a thread
   * that was about to show the bar when the work ended.
   */
  static final class OnScreen implements ProgressBarConsumer {
    private final Screen screen;
    private boolean closed;

    OnScreen(Screen screen) {
      this.screen = screen;
    }

    /** A column is left free, where the cursor of some terminals stands. */
    @Override
    public int getMaxRenderedLength() {
      return TerminalDevice.columns(STDERR) - 1;
    }

    @Override
    public synchronized void accept(String line) {
      if (!closed) {
        screen.show(this, line);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      screen.finish(this);
    }
  }
}
