package dev.jclip.cli.command.moderate;

import static dev.jclip.cli.command.moderate.ModerationAnswers.lowerCase;

import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.Judge;
import dev.jclip.moderation.record.DecisionRecord;
import dev.jclip.moderation.record.RecordLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Decides again about the images of a record. With the policy of the record this shows that
 * decisions can be repeated; with a changed one it shows which decisions the change would turn.
 */
final class Replay {
  private final Judge judge;
  private final Answers answers;

  private int decisions;
  private int differentActions;
  private int differentScores;
  private int damaged;

  Replay(Judge judge, Answers answers) {
    this.judge = judge;
    this.answers = answers;
  }

  /** Replays a record and returns the exit code. */
  int of(RecordLog log) {
    log.forEach(
        this::compare,
        line -> {
          damaged++;
          answers.warn(line);
        });
    var fields = new LinkedHashMap<String, Object>();
    fields.put("decisions", decisions);
    fields.put("differentActions", differentActions);
    fields.put("differentScores", differentScores);
    fields.put("damaged", damaged);
    answers.give(
        fields,
        "%d decisions made again: %d lead to another action, %d have another score"
            .formatted(decisions, differentActions, differentScores));
    return damaged > 0 ? ExitCode.SKIPPED_SOME : ExitCode.DONE;
  }

  private void compare(DecisionRecord record) {
    decisions++;
    Decision decision = judge.decide(record.embedded());
    List<String> changed = new ArrayList<>();
    for (CategoryDecision category : decision.categories()) {
      Double before = record.scores().get(category.name());
      if (!Objects.equals(before, category.probability())) {
        changed.add(category.name());
      }
    }
    record.scores().keySet().stream()
        .filter(
            name -> decision.categories().stream().noneMatch(other -> other.name().equals(name)))
        .forEach(changed::add);
    if (!changed.isEmpty()) {
      differentScores++;
    }
    if (decision.action() != record.action()) {
      differentActions++;
      var fields = new LinkedHashMap<String, Object>();
      fields.put("input", record.input());
      fields.put("before", lowerCase(record.action()));
      fields.put("after", lowerCase(decision.action()));
      fields.put("because", changed);
      answers.give(
          fields,
          "%s: %s becomes %s (%s)"
              .formatted(
                  record.input(),
                  lowerCase(record.action()),
                  lowerCase(decision.action()),
                  String.join(", ", changed)));
    }
  }
}
