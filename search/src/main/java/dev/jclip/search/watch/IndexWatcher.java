package dev.jclip.search.watch;

import dev.jclip.search.source.PictureSource;
import dev.jclip.search.update.IndexBuilder;
import dev.jclip.search.update.IndexReport;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Keeps an index like its sources until it is told to end: it looks at them whenever the file
 * system tells of a change, and regularly where the file system does not tell of all changes, as on
 * network drives, or where tables name images anywhere. For one thread.
 */
public final class IndexWatcher {
  /** Looking takes no more than this part of the time. */
  private static final int SHARE_OF_TIME = 20;

  private final IndexBuilder builder;
  private final List<? extends PictureSource> sources;
  private final Duration every;
  private final Consumer<IndexReport> reports;

  /**
   * Describes a watcher.
   *
   * @param builder brings the index up to date
   * @param every how often to look where the file system does not tell of all changes; less often
   *     where looking takes more than a twentieth of the time
   * @param reports hears of the first look, and of each one that changed the index
   */
  public IndexWatcher(
      IndexBuilder builder,
      List<? extends PictureSource> sources,
      Duration every,
      Consumer<IndexReport> reports) {
    this.builder = builder;
    this.sources = List.copyOf(sources);
    this.every = every;
    this.reports = reports;
  }

  /**
   * Watches until it is told to end.
   *
   * @param ends asked ten times a second, and before each image
   * @throws dev.jclip.error.IndexException as {@link IndexBuilder#update}
   */
  public void run(BooleanSupplier ends) throws InterruptedException {
    try (Changes changes = ChangeSources.of(sources, every)) {
      boolean isFirst = true;
      while (isFirst || !ends.getAsBoolean()) {
        long began = System.nanoTime();
        IndexReport report = builder.update(sources, ends);
        if (isFirst || report.indexed() + report.removed() > 0) {
          reports.accept(report);
        }
        isFirst = false;
        Duration looked = Duration.ofNanos(System.nanoTime() - began);
        Duration rest = report.indexed() > 0 ? Duration.ZERO : looked.multipliedBy(SHARE_OF_TIME);
        Waiting.sleep(rest, ends);
        changes.await(rest, ends);
      }
    }
  }
}
