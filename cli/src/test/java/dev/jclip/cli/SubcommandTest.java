package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class SubcommandTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLETION")
  void isFoundByTheNameThatItsClassGives(Subcommand command) {
    String name = command.type().getAnnotation(Command.class).name();
    assertThat(Subcommand.named(name, "--help")).contains(command);
    assertThat(Subcommand.needed(name, "picture.jpg")).containsExactly(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "", "Embed", "embedd"})
  void allAreNeededWhereNoneIsNamed(String argument) {
    assertThat(Subcommand.needed(argument)).isEqualTo(EnumSet.allOf(Subcommand.class));
    assertThat(Subcommand.named(argument)).isEmpty();
  }

  @Test
  void allAreNeededWithoutArgumentsAndToTellAShellOfThem() {
    assertThat(Subcommand.needed("completion", "bash")).isEqualTo(EnumSet.allOf(Subcommand.class));
    assertThat(Subcommand.needed()).isEqualTo(EnumSet.allOf(Subcommand.class));
  }

  @Test
  void onlyThoseThatComputeAtOnceHaveTheEngineStarted() {
    assertThat(Subcommand.EMBED.computes()).isTrue();
    assertThat(Subcommand.TOKENIZE.computes()).isFalse();
  }
}
