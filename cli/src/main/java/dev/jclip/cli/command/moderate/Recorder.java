package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.record.DecisionRecord;
import dev.jclip.moderation.record.RecordLog;
import java.util.LinkedHashMap;

/**
 * Keeps decisions in a record.
 *
 * @param policy the policy's fingerprint
 * @param model the model's fingerprint
 * @param calibration the calibrations' fingerprint
 * @param learned the fingerprint of what was learned
 */
record Recorder(RecordLog log, String policy, String model, String calibration, String learned)
    implements DecisionListener {
  /** Images about which nothing was decided are not kept: there is nothing to repeat. */
  @Override
  public void failed(Input input, String reason) {}

  @Override
  public void decided(SeenImage image, Decision decision, EmbeddedImage embedded) {
    var scores = new LinkedHashMap<String, Double>();
    for (CategoryDecision category : decision.categories()) {
      scores.put(category.name(), category.probability());
    }
    log.append(
        new DecisionRecord(
            image.name(),
            image.sha256(),
            policy,
            model,
            calibration,
            learned,
            decision.action(),
            scores,
            embedded));
  }
}
