package dev.jclip.cli;

import dev.jclip.cli.option.DashedArguments;
import dev.jclip.cli.option.OptionHint;
import dev.jclip.cli.option.SectionedOptions;
import dev.jclip.cli.output.Version;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Screen;
import dev.jclip.cli.terminal.StandardOutput;
import dev.jclip.error.ClipException;
import dev.jclip.io.NearestNames;
import dev.jclip.tensor.start.Engine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code jclip} command. */
@Command(
    name = "jclip",
    description = "CLIP for the JVM: images and text in one space.",
    version = "jclip " + Version.NAME,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all done",
      "1:failed",
      "2:wrong usage",
      "3:done, but some inputs were skipped"
    })
public final class Main {
  /** Set by the launcher when stderr is a terminal. */
  private static final String TERMINAL = "jclip.terminal";

  private Main() {}

  /** Runs a command line and ends the process. */
  public static void main(String[] args) {
    if (Subcommand.named(args).filter(Subcommand::computes).isPresent()) {
      Engine.startAhead();
    }
    if (Boolean.getBoolean(TERMINAL)) {
      var screen = new Screen(new FileOutputStream(FileDescriptor.err));
      System.setErr(screen);
      Runtime.getRuntime().addShutdownHook(new Thread(screen::end));
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
    SectionedOptions.showOn(commandLine);
    return DashedArguments.readOn(commandLine)
        .setOut(new PrintWriter(new StandardOutput(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((mistake, _) -> refuse(mistake))
        .setExecutionExceptionHandler(Main::explain);
  }

  /** Says what is wrong with the arguments, and last where to read what would be right. */
  private static int refuse(CommandLine.ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    command
        .getErr()
        .printf(
            "jclip: %s%s%nsee '%s --help'%n",
            DashedArguments.unmarked(String.valueOf(mistake.getMessage())),
            offer(mistake, command.getSubcommands().keySet()),
            command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** What else a command may be called, where the mistake is its name. */
  private static String offer(CommandLine.ParameterException mistake, Set<String> commands) {
    if (commands.isEmpty()) {
      return "";
    }
    List<String> nearest =
        mistake instanceof CommandLine.UnmatchedArgumentException unmatched
            ? NearestNames.find(unmatched.getUnmatched().getFirst(), commands, 1)
            : List.of();
    return nearest.isEmpty()
        ? "; the commands are " + String.join(", ", commands)
        : "; did you mean " + nearest.getFirst() + "?";
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
    Screen.current().ifPresent(Screen::end);
    command.getErr().println("jclip: " + OptionHint.message(failure, command.getCommandSpec()));
    return code;
  }
}
