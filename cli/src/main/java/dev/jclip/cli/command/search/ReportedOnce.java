package dev.jclip.cli.command.search;

import dev.jclip.cli.Answers;
import dev.jclip.search.build.IndexListener;
import java.util.HashMap;
import java.util.Map;

/** Says of each picture that cannot be read so once, and again when the reason is another one. */
final class ReportedOnce implements IndexListener {
  private final Answers answers;
  private final Map<String, String> reported = new HashMap<>();

  ReportedOnce(Answers answers) {
    this.answers = answers;
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
