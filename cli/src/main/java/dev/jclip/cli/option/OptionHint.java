package dev.jclip.cli.option;

import dev.jclip.data.table.MissingColumnException;
import dev.jclip.error.MissingVocabularyException;
import dev.jclip.error.UnknownModelException;
import dev.jclip.search.DamagedIndexException;
import dev.jclip.search.MissingIndexException;
import dev.jclip.search.OtherModelException;
import dev.jclip.train.checkpoint.NoRunCheckpointException;
import dev.jclip.train.checkpoint.OtherRunException;
import dev.jclip.train.loop.TrainingStoppedException;
import dev.jclip.train.start.ChangedSettingsException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Names the options of a command that mend a failure; the library itself knows of none. */
public final class OptionHint {
  private OptionHint() {}

  /** What is said of a failure: its message, and the options for its kind. */
  public static String message(Exception failure, CommandSpec command) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case MissingColumnException e -> String.valueOf(ColumnHint.of(e, command).getMessage());
      case MissingVocabularyException e -> message + vocabulary(e, command);
      case MissingIndexException e ->
          message + "; make one with jclip index --index %s PATH...".formatted(e.index());
      case DamagedIndexException _ -> message + "; jclip index --repair does both";
      case OtherModelException _ ->
          message
              + "; leave --model out to query with it, or use jclip index --migrate to embed them anew";
      case UnknownModelException e when e.nearest().isEmpty() ->
          message + "; `jclip models` lists those that are known";
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

  private static String vocabulary(MissingVocabularyException failure, CommandSpec command) {
    String pull =
        failure.holders().stream()
            .map(holder -> " or `jclip pull %s`".formatted(holder))
            .collect(Collectors.joining());
    return command.findOption("--tokenizer") == null ? "" : " (use --tokenizer%s)".formatted(pull);
  }

  private static String used(CommandSpec command, List<String> options) {
    String known =
        options.stream()
            .filter(option -> command.findOption(option) != null)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "" : " (use %s)".formatted(known);
  }
}
