package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What README shows after {@code $ ./jclip} is what the command prints. Numbers may differ in their
 * last digits: {@code auto} computes in what is fastest on the machine.
 */
class ReadmeExamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?ms)^```\n\\$ \\./jclip ([^\n]*)\n(.*?)^```");
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern FILE = Pattern.compile("\\S+\\.(png|jpg|index|npy|safetensors)");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final double SMALL = 0.02;

  @TempDir private Path folder;

  @Test
  void eachPrintsWhatIsShown() throws IOException {
    Path samples = Files.createDirectories(folder.resolve("docs/samples"));
    for (Path sample : pictures(ROOT.resolve("docs/samples"))) {
      Files.copy(sample, samples.resolve(sample.getFileName()));
    }
    List<MatchResult> examples =
        EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md"))).results().toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
    for (MatchResult example : examples) {
      String command = example.group(1);
      Jclip.Run run = Jclip.run(arguments(command));
      assertThat(run.code()).as("%s: %s", command, run.err()).isEqualTo(ExitCode.DONE);
      requireSame(command, example.group(2), run.out());
      if (!command.startsWith("index")) {
        assertThat(run.err()).as(command).isEmpty();
      }
    }
  }

  private static List<Path> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  /** As a shell in the folder would take them apart. */
  private String[] arguments(String command) {
    return ARGUMENT
        .matcher(command)
        .results()
        .flatMap(
            match -> match.group(1) != null ? Stream.of(match.group(1)) : expanded(match.group(2)))
        .toArray(String[]::new);
  }

  private Stream<String> expanded(String argument) {
    if (!FILE.matcher(argument).matches()) {
      return Stream.of(argument);
    }
    Path file = folder.resolve(argument);
    try {
      return argument.endsWith("*.png")
          ? pictures(Objects.requireNonNull(file.getParent())).stream().map(Path::toString)
          : Stream.of(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireSame(String command, String shown, String printed) {
    String expected = shown.replace(".../", "");
    String found = printed.replace(folder + "/", "");
    assertThat(withoutNumbers(found)).as(command).isEqualTo(withoutNumbers(expected));
    List<Double> expectedNumbers = numbers(expected);
    List<Double> foundNumbers = numbers(found);
    for (int i = 0; i < expectedNumbers.size(); i++) {
      double number = expectedNumbers.get(i);
      assertThat(foundNumbers.get(i))
          .as("%s:%n%s", command, found)
          .isCloseTo(number, within(number == Math.rint(number) ? SMALL : SMALL * (1 + number)));
    }
  }

  private static String withoutNumbers(String text) {
    return NUMBER.matcher(text).replaceAll("N").replaceAll(" +", " ");
  }

  private static List<Double> numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).map(Double::valueOf).toList();
  }
}
