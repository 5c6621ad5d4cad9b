package dev.jclip.cli.command.search;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.search.update.IndexListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how an update goes. */
final class IndexProgress implements IndexListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexProgress.class);

  private final Map<String, String> passedOver = new LinkedHashMap<>();
  private final List<String> beside = new ArrayList<>();
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
  public void passedOver(String source, String summary) {
    passedOver.put(source, summary);
  }

  @Override
  public void passedOverBeside(String id, String reason) {
    beside.add(reason);
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
    passedOver.forEach((source, summary) -> LOG.warn("{}: {}", source, summary));
    beside.forEach(reason -> LOG.warn("{}; the image is kept without it", reason));
  }
}
