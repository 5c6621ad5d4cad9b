package dev.jclip.cli.command.eval;

import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.eval.report.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts runs into one table. */
@Command(
    name = "table",
    description =
        "Puts runs into one table: Markdown on stdout, and CSV in CLIP_benchmark's columns; reads CLIP_benchmark's records too.",
    mixinStandardHelpOptions = true)
final class TableCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Records of runs (.json), or folders with records.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--output", paramLabel = "CSV", description = "The CSV file to write.")
  private @Nullable Path csv;

  @Override
  public Integer call() {
    ResultTable table = ResultTable.read(files);
    if (csv != null) {
      table.writeCsv(csv);
    }
    command.commandLine().getOut().print(table.markdown());
    command.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
