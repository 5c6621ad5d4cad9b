package dev.jclip.cli.command.search;

import dev.jclip.cli.output.Answers;
import dev.jclip.search.update.IndexListener;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of each image that cannot be read so once, and again when the reason is another one. */
final class ReportedOnce implements IndexListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReportedOnce.class);

  private final Answers answers;
  private final Map<String, String> reported = new HashMap<>();
  private final Map<String, String> passedOver = new HashMap<>();

  ReportedOnce(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void passedOver(String source, String summary) {
    if (!summary.equals(passedOver.put(source, summary))) {
      LOG.warn("{}: {}", source, summary);
    }
  }

  @Override
  public void passedOverBeside(String id, String reason) {
    LOG.warn("{}; the image is kept without it", reason);
  }

  @Override
  public void indexed(String id) {
    reported.remove(id);
  }

  @Override
  public void failed(String id, String reason) {
    if (!reason.equals(reported.put(id, reason))) {
      answers.skip("input", id, reason);
    }
  }
}
