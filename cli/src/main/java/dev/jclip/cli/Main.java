package dev.jclip.cli;

import dev.jclip.cli.command.ClassifyCommand;
import dev.jclip.cli.command.EmbedCommand;
import dev.jclip.cli.command.ExportCommand;
import dev.jclip.cli.command.InspectCommand;
import dev.jclip.cli.command.ModelsCommand;
import dev.jclip.cli.command.PullCommand;
import dev.jclip.cli.command.ScenesCommand;
import dev.jclip.cli.command.SimilarityCommand;
import dev.jclip.cli.command.TokenizeCommand;
import dev.jclip.cli.command.bench.BenchCommand;
import dev.jclip.cli.command.demo.DemoCommand;
import dev.jclip.cli.command.eval.EvalCommand;
import dev.jclip.cli.command.search.DedupCommand;
import dev.jclip.cli.command.search.IndexCommand;
import dev.jclip.cli.command.search.SearchCommand;
import dev.jclip.cli.command.search.SimilarCommand;
import dev.jclip.cli.command.search.WatchCommand;
import dev.jclip.cli.command.train.TrainCommand;
import dev.jclip.error.ClipException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code jclip} command. */
@Command(
    name = "jclip",
    description = "CLIP for the JVM: pictures and text in one space.",
    version = "jclip " + Main.VERSION,
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      EmbedCommand.class,
      ClassifyCommand.class,
      SimilarityCommand.class,
      TokenizeCommand.class,
      InspectCommand.class,
      PullCommand.class,
      ModelsCommand.class,
      EvalCommand.class,
      TrainCommand.class,
      ScenesCommand.class,
      ExportCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      SimilarCommand.class,
      DedupCommand.class,
      WatchCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all done",
      "1:failed",
      "2:wrong usage",
      "3:done, but some inputs were skipped"
    })
public final class Main {
  /** The version, as in the POM. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  private Main() {}

  /** Runs a command line and ends the process. */
  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      return commandLine().execute(args);
    } catch (StandardOutput.ClosedException e) {
      return ExitCode.FAILED; // while help was printed
    }
  }

  /**
   * The command line, with output in UTF-8 whatever the platform's charset. An argument that starts
   * with {@code @} is a text like any other, not a file of arguments.
   */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(new StandardOutput(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** A user's mistake is a message; anything else is a fault of jclip and keeps its stack trace. */
  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    return switch (failure) {
      case StandardOutput.ClosedException _ -> ExitCode.FAILED;
      case IllegalArgumentException e -> explained(e, command, ExitCode.USAGE);
      case ClipException e -> explained(e, command, ExitCode.FAILED);
      default -> throw failure;
    };
  }

  private static int explained(Exception failure, CommandLine command, int code) {
    command.getErr().println("jclip: " + failure.getMessage());
    return code;
  }
}
