package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.terminal.ExitCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What people and shells are told of the commands and their options. */
class HelpTest {
  @Test
  void optionsThatCommandsShareHaveSections() {
    String help = Jclip.run("search", "--help").out();
    List<String> headings = List.of("Options:", "Accuracy:", "Model:", "Output:", "Results:");
    assertThat(help.lines().filter(headings::contains))
        .startsWith("Options:")
        .containsExactlyInAnyOrderElementsOf(headings);
    assertThat(help.substring(help.indexOf("Model:")))
        .contains("--precision")
        .doesNotContain("--hybrid");
  }

  @ParameterizedTest
  @EnumSource
  void eachOptionIsListedOnceAndDescribed(Subcommand command) {
    CommandLine line =
        Objects.requireNonNull(
            Main.commandLine()
                .getSubcommands()
                .get(new CommandLine(command.type()).getCommandName()));
    for (CommandSpec spec : commands(line).toList()) {
      String help = spec.commandLine().getUsageMessage();
      for (OptionSpec option : spec.options().stream().filter(it -> !it.hidden()).toList()) {
        assertThat(option.description()).as("%s %s", spec.name(), option).isNotEmpty();
        assertThat(
                help.lines()
                    .filter(row -> row.matches("(  -\\w, | {6})(--[\\w-]+, )*" + listed(option))))
            .as("%s %s in%n%s", spec.name(), option, help)
            .hasSize(1);
      }
    }
  }

  private static String listed(OptionSpec option) {
    String name = option.longestName();
    return (option.negatable() ? "--\\[no-]" + name.substring(2) : name) + "([ =\\[,].*)?";
  }

  private static Stream<CommandSpec> commands(CommandLine line) {
    return Stream.concat(
        Stream.of(line.getCommandSpec()),
        line.getSubcommands().values().stream().flatMap(HelpTest::commands));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theShellIsToldOfTheCommandsAndTheirOptions(String shell) {
    Jclip.Run run = Jclip.run("completion", shell);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("classify", "zero-shot", "least-relevance", "precision");
    assertThat(run.out()).as("a hidden command").doesNotContain("startup");
  }

  @Test
  void fishOffersOptionsAfterTheirCommandOnly() {
    List<String> lines = Jclip.run("completion", "fish").out().lines().toList();
    assertThat(lines)
        .allSatisfy(line -> assertThat(line).startsWith("complete -c jclip -n '"))
        .contains(
            "complete -c jclip -n '__fish_seen_subcommand_from search' -s k -r -d 'The maximum number of results.'");
    assertThat(lines.stream().filter(line -> line.contains("-l quiet")).toList())
        .hasSizeGreaterThan(15)
        .anyMatch(
            line ->
                line.contains(
                    "'__fish_seen_subcommand_from eval; and __fish_seen_subcommand_from zero-shot'"));
  }

  @Test
  void anotherShellIsRefused() {
    Jclip.Run run = Jclip.run("completion", "tcsh");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("tcsh");
  }
}
