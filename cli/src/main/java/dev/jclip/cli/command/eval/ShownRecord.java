package dev.jclip.cli.command.eval;

import dev.jclip.eval.report.RunRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures as commands print them.
 *
 * @param file the record's
 */
record ShownRecord(RunRecord record, Path file) {
  /** The members of the JSON object. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("dataset", record.dataset());
    fields.put("model", record.model());
    fields.put("pretrained", record.pretrained());
    fields.put("task", record.task());
    fields.put("metrics", record.metrics());
    fields.put("intervals", record.jclip().get("intervals"));
    fields.put("record", file.toString());
    return fields;
  }

  /** The rows that people read. */
  String table() {
    var rows = new StringBuilder();
    rows.append(record.dataset()).append("  ").append(record.fullName());
    record
        .metrics()
        .forEach((name, value) -> rows.append(row(name, value, record.jclip().get("intervals"))));
    return rows.append("\n  ").append(file).toString();
  }

  private static String row(String name, double value, @Nullable Object intervals) {
    if (intervals instanceof Map<?, ?> all
        && all.get(name) instanceof Map<?, ?> interval
        && interval.get("low") instanceof Number low
        && interval.get("high") instanceof Number high) {
      return String.format(
          Locale.ROOT,
          "%n  %-28s %6.2f %%  (%.2f to %.2f)",
          name,
          100 * value,
          100 * low.doubleValue(),
          100 * high.doubleValue());
    }
    return String.format(Locale.ROOT, "%n  %-28s %s", name, value);
  }
}
