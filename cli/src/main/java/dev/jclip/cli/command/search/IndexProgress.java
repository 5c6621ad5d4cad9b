package dev.jclip.cli.command.search;

import dev.jclip.cli.OutputOptions;
import dev.jclip.cli.Progress;
import dev.jclip.search.build.IndexListener;
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

  IndexProgress(OutputOptions output) {
    progress = output.progress("index", 0);
  }

  @Override
  public void found(String source, long pictures) {
    known = Math.max(known, done) + Math.max(0, pictures);
    progress.at(done, known);
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
    progress.at(done, Math.max(known, done));
  }

  @Override
  public void close() {
    progress.close();
    passedOver.forEach((source, summary) -> LOG.warn("{}: {}", source, summary));
    beside.forEach(reason -> LOG.warn("{}; the image is kept without it", reason));
  }
}
