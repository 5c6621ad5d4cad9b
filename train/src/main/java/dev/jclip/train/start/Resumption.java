package dev.jclip.train.start;

import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.checkpoint.RunProgress.Change;
import dev.jclip.train.schedule.RunLength;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The point from which a run goes on. Immutable.
 *
 * @param checkpoint whose weights and moments are taken
 * @param saved how far the run was
 * @param changes what is another than it was, by name
 */
public record Resumption(Path checkpoint, RunProgress saved, SequencedMap<String, Change> changes) {
  /**
   * Reads a checkpoint.
   *
   * @param length of the run from here on
   * @param settings of the run from here on, by their labels
   * @throws dev.jclip.error.CheckpointException if it is no checkpoint of a run, or damaged
   */
  public static Resumption read(Path checkpoint, RunLength length, Map<String, String> settings) {
    RunProgress saved = RunProgress.read(checkpoint, length);
    return new Resumption(checkpoint, saved, saved.changes(settings));
  }

  /**
   * Checks that nothing is another that needs a confirmation.
   *
   * @throws ChangedSettingsException with a line for each setting that is another
   */
  public void requireSame() {
    boolean needsConfirmation =
        Arrays.stream(RunSetting.values()).anyMatch(s -> s.isConfirmed() && has(s));
    if (needsConfirmation) {
      throw new ChangedSettingsException(
          """
          %s was trained with other settings; from step %d on there would be another
          %s"""
              .formatted(
                  checkpoint,
                  saved.step(),
                  changes.entrySet().stream()
                      .map(
                          change ->
                              "  %s: %s → %s"
                                  .formatted(
                                      change.getKey(),
                                      change.getValue().before(),
                                      change.getValue().now()))
                      .collect(Collectors.joining("\n"))));
    }
  }

  /**
   * Whether the data or their order are other ones, so that a place in the one says nothing about
   * the other.
   *
   * @param counted whether the pairs of an epoch were counted; if they were given, another number
   *     of them is no sign of other data
   */
  public boolean isOnOtherData(boolean counted) {
    return has(RunSetting.DATA) || has(RunSetting.SEED) || (counted && has(RunSetting.PAIRS));
  }

  /** The same point, at which a new pass over the data begins. */
  public Resumption withNewPass() {
    return new Resumption(checkpoint, saved.onOtherData(), changes);
  }

  private boolean has(RunSetting setting) {
    return changes.containsKey(setting.label());
  }
}
