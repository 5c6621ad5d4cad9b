package dev.jclip.cli.command.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Named values as rows for people. */
record Table(List<Column> columns) {
  private static final String GAP = "  ";
  private static final String ABSENT = "-";

  /**
   * A column.
   *
   * @param key the value's name
   * @param title what stands above it
   * @param format of the value, with its width
   */
  record Column(String key, String title, String format) {
    private String cell(Map<String, ?> fields) {
      return fields.containsKey(key)
          ? String.format(Locale.ROOT, format, fields.get(key))
          : word(ABSENT);
    }

    /** Words have the value's width. */
    private String word(String word) {
      return format.replaceAll("(\\.\\d+)?[a-z]$", "s").formatted(word);
    }
  }

  /** The titles of the columns. */
  String heading() {
    return columns.stream()
        .map(column -> column.word(column.title()))
        .collect(Collectors.joining(GAP));
  }

  /** A row; values that are not there are dashes. */
  String row(Map<String, ?> fields) {
    return columns.stream().map(column -> column.cell(fields)).collect(Collectors.joining(GAP));
  }
}
