package dev.jclip.cli;

import dev.jclip.data.table.MissingColumnException;
import dev.jclip.error.MissingVocabularyException;
import dev.jclip.train.checkpoint.NoRunCheckpointException;
import dev.jclip.train.checkpoint.OtherRunException;
import dev.jclip.train.loop.TrainingStoppedException;
import dev.jclip.train.start.ChangedSettingsException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Names the options of a command that mend a failure; the library itself knows of none. */
final class OptionHint {
  private OptionHint() {}

  /** What is said of a failure: its message, and the options for its kind. */
  static String message(Exception failure, CommandSpec command) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case MissingColumnException e -> String.valueOf(ColumnHint.of(e, command).getMessage());
      case MissingVocabularyException _ -> message + used(command, List.of("--tokenizer"));
      case NoRunCheckpointException _ -> message + used(command, List.of("--pretrained"));
      case OtherRunException _ ->
          message
              + used(
                  command,
                  List.of(
                      "--lock-image",
                      "--lock-text",
                      "--siglip",
                      "--sampled-softmax",
                      "--ema-decay"));
      case ChangedSettingsException _ ->
          message + "\ngo on with them by --change, or leave out the options that ask for them";
      case TrainingStoppedException e ->
          message + used(command, RemedyOptions.of(e.diagnosis().remedies()));
      default -> message;
    };
  }

  private static String used(CommandSpec command, List<String> options) {
    String known =
        options.stream()
            .filter(option -> command.findOption(option) != null)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "" : " (use %s)".formatted(known);
  }
}
