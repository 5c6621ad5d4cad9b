package dev.jclip.cli.command.search;

import dev.jclip.cli.OutputOptions;
import dev.jclip.cli.Progress;
import dev.jclip.search.build.IndexListener;

/** Shows how an update goes. */
final class IndexProgress implements IndexListener, AutoCloseable {
  private final Progress progress;
  private long done;
  private long known;
  private boolean allKnown = true;

  IndexProgress(OutputOptions output) {
    progress = output.progress("index", 0);
  }

  @Override
  public void found(String source, long pictures) {
    allKnown &= pictures >= 0;
    known += pictures;
    show();
  }

  @Override
  public void unchanged(String id) {
    advance();
  }

  @Override
  public void indexed(String id) {
    advance();
  }

  @Override
  public void failed(String id, String reason) {
    advance();
  }

  private void advance() {
    done++;
    show();
  }

  /** Shards are counted only as they are read. */
  private void show() {
    progress.at(done, allKnown ? known : -1);
  }

  @Override
  public void close() {
    progress.close();
  }
}
