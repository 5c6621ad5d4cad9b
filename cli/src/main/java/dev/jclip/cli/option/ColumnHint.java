package dev.jclip.cli.option;

import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.MissingColumnException;
import dev.jclip.error.DataException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Names the option of a command by which a column that is missing can be named. */
final class ColumnHint {
  private static final Map<ColumnRole, List<String>> OPTIONS =
      Map.of(
          ColumnRole.IMAGE, List.of("--csv-img-key", "--image-column"),
          ColumnRole.CAPTION, List.of("--csv-caption-key", "--caption", "--caption-column"),
          ColumnRole.LABEL, List.of("--label", "--zeroshot-label"),
          ColumnRole.FIELD, List.of("--captions"));

  private ColumnHint() {}

  /** The failure with the option, if the command has one. */
  static DataException of(MissingColumnException failure, CommandSpec command) {
    String message = String.valueOf(failure.getMessage());
    return OPTIONS.getOrDefault(failure.role(), List.of()).stream()
        .filter(option -> command.findOption(option) != null)
        .findFirst()
        .map(option -> new DataException("%s by %s".formatted(message, option), failure))
        .orElse(failure);
  }
}
