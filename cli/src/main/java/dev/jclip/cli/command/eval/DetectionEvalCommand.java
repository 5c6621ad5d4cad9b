package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.Version;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.eval.report.DetectionRuns;
import dev.jclip.eval.report.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Detections against the objects that are there. */
@Command(
    name = "detection",
    description =
        "Boxes around objects: COCO's average precision and average recall, equal to those of pycocotools.",
    mixinStandardHelpOptions = true)
final class DetectionEvalCommand implements Callable<Integer> {
  private static final List<String> SHOWN = List.of("ap", "ap50", "ap75", "ar100");

  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StatisticsOptions statistics = new StatisticsOptions();

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      required = true,
      description =
          "What is in the images, in COCO's form: JSON with the lists images, categories and annotations.")
  private Path truth = Path.of("");

  @Option(
      names = "--detections",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description =
          "What was found in them, COCO's results: a JSON list of objects with image_id, category_id, bbox and score. May be given more than once.")
  private List<Path> detections = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "eval-results",
      description = "Folder to write records, examples and tables to. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("eval-results");

  @Override
  public Integer call() {
    var answers = new Answers(command, output);
    new DetectionRuns(truth, folder, statistics.bootstrap(), Version.NAME)
        .run(detections, (record, file) -> give(answers, record, file));
    return ExitCode.DONE;
  }

  private static void give(Answers answers, RunRecord record, Path file) {
    var shown = new ShownRecord(record, file);
    Map<String, Object> fields = shown.fields();
    fields.put("categories", record.jclip().get("categories"));
    answers.give(fields, shown.table() + categories(record));
  }

  private static String categories(RunRecord record) {
    var rows = new StringBuilder(row("category", SHOWN));
    if (record.jclip().get("categories") instanceof List<?> categories) {
      for (Object category : categories) {
        if (category instanceof Map<?, ?> figures) {
          rows.append(
              row(
                  String.valueOf(figures.get("category")),
                  SHOWN.stream().map(name -> percent(figures.get(name))).toList()));
        }
      }
    }
    return rows.toString();
  }

  private static String row(String name, List<String> cells) {
    var row = new StringBuilder(String.format(Locale.ROOT, "%n  %-28s", name));
    cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %8s", cell)));
    return row.toString();
  }

  private static String percent(@Nullable Object figure) {
    return figure instanceof Double value
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : "none";
  }
}
