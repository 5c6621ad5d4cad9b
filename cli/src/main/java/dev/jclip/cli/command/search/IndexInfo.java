package dev.jclip.cli.command.search;

import dev.jclip.cli.output.Answers;
import dev.jclip.search.IndexModel;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.update.IndexBuilder;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says what an index holds. */
final class IndexInfo {
  private IndexInfo() {}

  static void give(Path index, Answers answers) {
    try (LuceneSnapshot snapshot = LuceneSnapshot.open(index)) {
      SequencedMap<String, Object> fields = fields(index, snapshot);
      String rows =
          fields.entrySet().stream()
              .map(
                  field ->
                      String.format(
                          Locale.ROOT, "%-12s %s", field.getKey(), shown(field.getValue())))
              .collect(Collectors.joining("\n"));
      answers.give(fields, rows);
    }
  }

  private static SequencedMap<String, Object> fields(Path index, LuceneSnapshot snapshot) {
    IndexModel model = snapshot.model();
    var sources = new TreeMap<String, Integer>();
    snapshot.eachStamp(stamp -> sources.merge(stamp.source(), 1, Integer::sum));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", index.toString());
    fields.put("pictures", snapshot.size());
    fields.put("sources", sources);
    fields.put("model", model.name());
    fields.put("fingerprint", model.fingerprint());
    fields.put("dimension", model.dimension());
    fields.put("storage", snapshot.storage().toString().toLowerCase(Locale.ROOT));
    fields.put("bytes", snapshot.bytes());
    fields.put("committed", snapshot.committed().truncatedTo(ChronoUnit.SECONDS).toString());
    fields.put("fields", String.join(", ", snapshot.fields()));
    fields.put("faults", IndexBuilder.faults(snapshot));
    return fields;
  }

  private static String shown(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.isEmpty() -> "none";
      case Map<?, ?> map ->
          map.size()
              + map.entrySet().stream()
                  .map(entry -> "%n  %s: %s".formatted(entry.getKey(), entry.getValue()))
                  .collect(Collectors.joining());
      case Number number -> String.format(Locale.ROOT, "%,d", number);
      default -> value.toString();
    };
  }
}
