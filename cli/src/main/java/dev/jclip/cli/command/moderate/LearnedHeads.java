package dev.jclip.cli.command.moderate;

import dev.jclip.digest.Sha256;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.io.TextFile;
import dev.jclip.moderation.learn.LearnedFile;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.record.DecisionRecord;
import dev.jclip.moderation.score.LearnedHead;
import java.nio.file.Path;
import java.util.Map;

/** What was learned for a policy, where something was and is not to be ignored. */
final class LearnedHeads {
  private final Path file;
  private final boolean present;

  LearnedHeads(String policy, boolean ignored) {
    file = Policy.beside(Path.of(policy), LearnedFile.ENDING);
    present = !ignored && TextFile.exists(file);
  }

  /** Where it lies, or will lie. */
  Path file() {
    return file;
  }

  /** That of the policy's categories. */
  Map<String, LearnedHead> of(Policy policy, ImageTextModel model, int scales) {
    return present
        ? LearnedFile.read(file).of(policy, model.spaceFingerprint(), scales, file)
        : Map.of();
  }

  /** Identifies it in a record. */
  String fingerprint() {
    return present ? new Sha256().add(TextFile.text(file)).hex() : DecisionRecord.NONE;
  }
}
