package dev.jclip.eval.report;

import dev.jclip.digest.Sha256;
import dev.jclip.error.DataException;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Interval;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

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

  /** Figures of which the least is the best. */
  private static final Set<String> ERRORS = Set.of("chair_i", "chair_s");

  private static final String SHOTS = "fewshot-k";

  private final List<RunRecord> records;

  /** A table of records, ordered by task, data set, model and training images a class. */
  public ResultTable(List<RunRecord> records) {
    this.records =
        records.stream()
            .sorted(
                Comparator.comparing(RunRecord::task)
                    .thenComparing(RunRecord::dataset)
                    .thenComparing(RunRecord::fullName)
                    .thenComparingInt(ResultTable::shots)
                    .thenComparing(record -> String.valueOf(record.jclip().get("id"))))
            .toList();
  }

  private static int shots(RunRecord record) {
    return Integer.parseInt(RunLabels.options(record).getOrDefault(SHOTS, "0"));
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

  /** Writes the tables of all records of a folder into it, as CSV and Markdown, and its curves. */
  public static void refresh(Path folder, RunPlots plots) {
    ResultTable table = read(List.of(folder));
    table.writeCsv(folder.resolve("results.csv"));
    table.writeMarkdown(folder.resolve("results.md"));
    table.plotFewShot(folder, plots);
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
            (metric, interval) -> {
              cells.put(metric + "_low", cell(interval.low()));
              cells.put(metric + "_high", cell(interval.high()));
            });
    return cells;
  }

  private static Object cell(double value) {
    return Double.isNaN(value) ? "" : value;
  }

  private static Map<String, Interval> intervals(RunRecord record) {
    var intervals = new LinkedHashMap<String, Interval>();
    if (record.jclip().get("intervals") instanceof Map<?, ?> stored) {
      stored.forEach(
          (metric, ends) -> {
            if (ends instanceof Map<?, ?> interval
                && interval.get("low") instanceof Number low
                && interval.get("high") instanceof Number high
                && interval.get("confidence") instanceof Number confidence) {
              intervals.put(
                  String.valueOf(metric),
                  new Interval(
                      low.doubleValue(),
                      high.doubleValue(),
                      confidence.doubleValue(),
                      Interval.Method.valueOf(String.valueOf(interval.get("method")))));
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

  /**
   * Draws accuracy over training images a class, an image for each set of linear probes that differ
   * in nothing else.
   */
  public void plotFewShot(Path folder, RunPlots plots) {
    var curves = new LinkedHashMap<List<Object>, List<RunRecord>>();
    for (RunRecord record : records) {
      Map<String, String> options = RunLabels.options(record);
      if (options.remove(SHOTS) != null && intervals(record).containsKey("lp_acc1")) {
        List<Object> common = List.of(record.dataset(), record.fullName(), options);
        curves.computeIfAbsent(common, _ -> new ArrayList<>()).add(record);
      }
    }
    curves.values().removeIf(curve -> curve.size() < 2);
    curves.forEach(
        (common, curve) ->
            plots.fewShot(
                curve.getFirst().dataset() + ", " + curve.getFirst().fullName(),
                curve.stream().map(ResultTable::shots).toList(),
                curve.stream().map(ResultTable::probeAccuracy).toList(),
                folder.resolve(plotName(common))));
  }

  private static String plotName(List<Object> common) {
    return "fewshot_" + new Sha256().add(common.toString()).hex().substring(0, 8) + ".png";
  }

  private static Figure probeAccuracy(RunRecord record) {
    String name = "lp_acc1";
    return new Figure(
        name,
        record.metrics().getOrDefault(name, Double.NaN),
        Objects.requireNonNull(intervals(record).get(name), "every probe has it"));
  }

  private static void append(StringBuilder text, List<RunRecord> records) {
    var columns = new LinkedHashSet<String>();
    var rows = new LinkedHashMap<String, Map<String, String>>();
    var best = new LinkedHashMap<String, Double>();
    for (RunRecord record : records) {
      for (String name : shown(record)) {
        double value = record.metrics().getOrDefault(name, Double.NaN);
        if (!Double.isNaN(value)) {
          best.merge(column(record, name), value, ERRORS.contains(name) ? Math::min : Math::max);
        }
      }
    }
    List<String> labels = RunLabels.of(records);
    for (int i = 0; i < records.size(); i++) {
      RunRecord record = records.get(i);
      Map<String, String> row = rows.computeIfAbsent(labels.get(i), _ -> new LinkedHashMap<>());
      for (String name : shown(record)) {
        String column = column(record, name);
        columns.add(column);
        double value = record.metrics().getOrDefault(name, Double.NaN);
        boolean isBest = value == best.getOrDefault(column, Double.NaN);
        row.put(column, percent(value, intervals(record).get(name), isBest));
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

  /** jclip's figures are what has intervals; of other records all numbers are shown. */
  private static Set<String> shown(RunRecord record) {
    Set<String> withIntervals = intervals(record).keySet();
    return withIntervals.isEmpty() ? record.metrics().keySet() : withIntervals;
  }

  private static String column(RunRecord record, String metric) {
    return record.dataset() + " " + metric;
  }

  private static String percent(double value, @Nullable Interval interval, boolean best) {
    if (Double.isNaN(value)) {
      return "";
    }
    String figure = String.format(Locale.ROOT, best ? "**%.1f**" : "%.1f", 100 * value);
    return interval == null
        ? figure
        : String.format(
            Locale.ROOT, "%s (%.1f–%.1f)", figure, 100 * interval.low(), 100 * interval.high());
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
