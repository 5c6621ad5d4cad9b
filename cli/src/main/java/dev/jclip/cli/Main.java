package dev.jclip.cli;

import dev.jclip.data.table.MissingColumnException;
import dev.jclip.error.ClipException;
import dev.jclip.tensor.Engine;
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
    if (Subcommand.named(args).filter(Subcommand::computes).isPresent()) {
      Engine.startAhead();
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    int code = run(args);
    Engine.endWithJava();
    System.exit(code);
  }

  private static int run(String[] args) {
    try {
      return commandLine(args).execute(args);
    } catch (StandardOutput.ClosedException e) {
      return ExitCode.FAILED; // while help was printed
    }
  }

  /**
   * The command line for some arguments, with output in UTF-8 whatever the platform's charset. An
   * argument that starts with {@code @} is a text like any other, not a file of arguments.
   */
  public static CommandLine commandLine(String... args) {
    var commandLine = new CommandLine(new Main());
    Subcommand.needed(args).forEach(needed -> commandLine.addSubcommand(needed.type()));
    return commandLine
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
      case MissingColumnException e ->
          explained(ColumnHint.of(e, command.getCommandSpec()), command, ExitCode.FAILED);
      case ClipException e -> explained(e, command, ExitCode.FAILED);
      default -> throw failure;
    };
  }

  private static int explained(Exception failure, CommandLine command, int code) {
    command.getErr().println("jclip: " + failure.getMessage());
    return code;
  }
}
