package dev.jclip.eval.report;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;

/** Many runs beside one another: as CSV for programs, as Markdown for people. Immutable. */
public final class ResultTable {
  /** CLIP_benchmark's columns, in its order. */
  private static final List<String> COLUMNS =
      List.of(
          "acc1",
          "acc5",
          "mean_per_class_recall",
          "dataset",
          "model",
          "pretrained",
          "task",
          "mean_average_precision",
          "image_retrieval_recall@5",
          "text_retrieval_recall@5",
          "model_fullname");

  private final List<RunRecord> records;

  /** A table of records, ordered by task, data set and model. */
  public ResultTable(List<RunRecord> records) {
    this.records =
        records.stream()
            .sorted(
                Comparator.comparing(RunRecord::task)
                    .thenComparing(RunRecord::dataset)
                    .thenComparing(RunRecord::fullName))
            .toList();
  }

  /**
   * Reads records.
   *
   * @param files records, or folders with records; in folders, other JSON files are passed over
   * @throws DataException if a file is no record, or there is none
   */
  public static ResultTable read(List<Path> files) {
    var records = new ArrayList<RunRecord>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        records.addAll(inFolder(file));
      } else {
        records.add(RunRecord.read(file));
      }
    }
    if (records.isEmpty()) {
      throw new DataException(files + ": expected records of runs (.json), found none");
    }
    return new ResultTable(records);
  }

  private static List<RunRecord> inFolder(Path folder) {
    var records = new ArrayList<RunRecord>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        records.add(RunRecord.read(file));
      }
      return records;
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed: " + e, e);
    }
  }

  /** Writes CSV: CLIP_benchmark's columns, the language, further figures, then all intervals. */
  public void writeCsv(Path file) {
    Set<String> columns = new LinkedHashSet<>(COLUMNS);
    columns.add("language");
    records.forEach(record -> columns.addAll(record.metrics().keySet()));
    records.forEach(
        record ->
            intervals(record)
                .keySet()
                .forEach(
                    metric -> {
                      columns.add(metric + "_low");
                      columns.add(metric + "_high");
                    }));
    var text = new StringBuilder();
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    try {
      format.printRecord(text, columns.toArray());
      for (RunRecord record : records) {
        Map<String, Object> cells = cells(record);
        format.printRecord(
            text, columns.stream().map(name -> cells.getOrDefault(name, "")).toArray());
      }
    } catch (IOException e) {
      throw new IllegalStateException("text in memory takes all characters", e);
    }
    Json.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> cells(RunRecord record) {
    var cells = new LinkedHashMap<String, Object>();
    record.metrics().forEach((name, value) -> cells.put(name, cell(value)));
    cells.put("dataset", record.dataset());
    cells.put("model", record.model());
    cells.put("pretrained", record.pretrained());
    cells.put("task", record.task());
    cells.put("model_fullname", record.fullName());
    cells.put("language", record.language());
    intervals(record)
        .forEach(
            (metric, ends) -> {
              cells.put(metric + "_low", cell(ends[0]));
              cells.put(metric + "_high", cell(ends[1]));
            });
    return cells;
  }

  private static Object cell(double value) {
    return Double.isNaN(value) ? "" : value;
  }

  private static Map<String, double[]> intervals(RunRecord record) {
    var intervals = new LinkedHashMap<String, double[]>();
    if (record.jclip().get("intervals") instanceof Map<?, ?> stored) {
      stored.forEach(
          (metric, ends) -> {
            if (ends instanceof Map<?, ?> interval
                && interval.get("low") instanceof Number low
                && interval.get("high") instanceof Number high) {
              intervals.put(
                  String.valueOf(metric), new double[] {low.doubleValue(), high.doubleValue()});
            }
          });
    }
    return intervals;
  }

  /** A table for each task: a row a model, a column a figure of a data set, in per cent. */
  public String markdown() {
    var tasks = new TreeMap<String, List<RunRecord>>();
    records.forEach(
        record -> tasks.computeIfAbsent(record.task(), _ -> new ArrayList<>()).add(record));
    var text = new StringBuilder();
    tasks.forEach(
        (task, ofTask) -> {
          text.append("### ").append(task).append("\n\n");
          append(text, ofTask);
          text.append('\n');
        });
    return text.toString();
  }

  /** Writes the Markdown. */
  public void writeMarkdown(Path file) {
    Json.write(file, markdown().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder text, List<RunRecord> records) {
    var columns = new LinkedHashSet<String>();
    var rows = new LinkedHashMap<String, Map<String, String>>();
    var best = new LinkedHashMap<String, Double>();
    for (RunRecord record : records) {
      record.metrics().forEach((name, value) -> best.merge(column(record, name), value, Math::max));
    }
    for (RunRecord record : records) {
      Map<String, double[]> intervals = intervals(record);
      Map<String, String> row = rows.computeIfAbsent(record.fullName(), _ -> new LinkedHashMap<>());
      for (String name : intervals.keySet()) {
        String column = column(record, name);
        columns.add(column);
        double value = record.metrics().getOrDefault(name, Double.NaN);
        row.put(
            column,
            percent(value, intervals.get(name), value >= best.getOrDefault(column, Double.NaN)));
      }
    }
    line(text, "model", columns.stream().map(ResultTable::escaped).toList());
    line(text, "---", columns.stream().map(_ -> "---:").toList());
    rows.forEach(
        (model, row) ->
            line(
                text,
                escaped(model),
                columns.stream().map(column -> row.getOrDefault(column, "")).toList()));
  }

  private static String column(RunRecord record, String metric) {
    return record.dataset() + " " + metric;
  }

  private static String percent(double value, double[] ends, boolean best) {
    String figure = String.format(Locale.ROOT, "%.1f", 100 * value);
    return String.format(
        Locale.ROOT,
        "%s (%.1f–%.1f)",
        best ? "**" + figure + "**" : figure,
        100 * ends[0],
        100 * ends[1]);
  }

  private static void line(StringBuilder text, String first, List<String> others) {
    text.append("| ").append(first);
    others.forEach(cell -> text.append(" | ").append(cell));
    text.append(" |\n");
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
