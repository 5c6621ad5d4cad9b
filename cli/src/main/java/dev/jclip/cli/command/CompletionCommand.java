package dev.jclip.cli.command;

import dev.jclip.cli.output.FishCompletion;
import dev.jclip.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes jclip's commands and options in a shell. */
@Command(
    name = "completion",
    description =
        "Prints a script with which a shell completes the commands and options of jclip: for bash, eval \"$(jclip completion bash)\" in ~/.bashrc.",
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  /** The shells that can be taught. */
  enum Shell {
    BASH,
    /** It reads bash's script by its own bashcompinit, which the script loads. */
    ZSH,
    FISH
  }

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    CommandLine jclip = command.root().commandLine();
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash(command.root().name(), jclip);
          case FISH -> FishCompletion.of(jclip);
        };
    jclip.getOut().print(script);
    jclip.getOut().flush();
    return ExitCode.DONE;
  }
}
