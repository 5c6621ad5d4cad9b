package dev.jclip.cli.option;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.Jclip.Run;
import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Texts that begin with a dash, and mistyped options. */
class DashedArgumentsTest {
  @TempDir private Path folder;

  private static List<String> values(Run run, String field) {
    assertThat(run.code()).as(run.err()).isZero();
    return run.json().stream().map(line -> line.get(field).asString()).toList();
  }

  @Test
  void textsMayBeginWithADash() {
    assertThat(
            values(
                run(
                    with(
                        "tokenize",
                        "--json",
                        "-5 degrees",
                        "-7",
                        "-3.5e2",
                        "-h as in house",
                        "--red, not blue",
                        "- a",
                        "-\u00e9t\u00e9")),
                "text"))
        .containsExactly(
            "-5 degrees",
            "-7",
            "-3.5e2",
            "-h as in house",
            "--red, not blue",
            "- a",
            "-\u00e9t\u00e9");
  }

  @Test
  void anOptionsValueMayBeginWithADash() {
    assertThat(
            values(
                run(
                    with(
                        "embed",
                        "--json",
                        "--text",
                        "-5 degrees",
                        "--text",
                        "-hello",
                        "--text",
                        "-Very",
                        "--text=--json",
                        "--text",
                        "-1")),
                "input"))
        .containsExactly("-5 degrees", "-hello", "-Very", "--json", "-1");
    JsonNode labels =
        run(with("classify", "--json", "--labels", "-5,+5", PICTURE)).json().getFirst();
    assertThat(labels.get("labels").valueStream().map(label -> label.get("label").asString()))
        .containsExactlyInAnyOrder("-5", "+5");
  }

  @Test
  void afterTwoDashesEverythingIsAText() {
    assertThat(values(run(with("tokenize", "--json", "--", "--labls", "-x", "--json")), "text"))
        .containsExactly("--labls", "-x", "--json");
  }

  @Test
  void filesMayBeginWithADash() throws IOException {
    Path file = Files.writeString(folder.resolve("-5 texts.txt"), "cat\n");
    assertThat(values(run(with("embed", "--json", "--text-file", file.toString())), "input"))
        .containsExactly("cat");
    Run missing = run(with("embed", "--text-file", "-5 texts.txt"));
    assertThat(missing.err()).contains("jclip: -5 texts.txt: ");
  }

  @ParameterizedTest
  @CsvSource({
    "embed,--txt,--text",
    "embed,--outptu=x.npy,--output",
    "classify,--labls,--labels",
    "search,--quite,--quiet",
    "train,--train-dta,--train-data",
    "index,-model,--model",
    "tokenize,--jsn,--json"
  })
  void mistypedOptionsAreMistakes(String command, String mistyped, String meant) {
    Run run = run(command, mistyped, "a");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList())
        .hasSize(2)
        .last()
        .isEqualTo("see 'jclip " + command + " --help'");
    assertThat(run.err())
        .startsWith("jclip: Unknown option: '" + mistyped.replaceFirst("=.*", "") + "'; did you")
        .contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nothing-like-it", "-x", "-hello"})
  void unknownOptionsSayWhereATextWouldStand(String option) {
    assertThat(run(with("tokenize", option)).err())
        .startsWith(
            "jclip: Unknown option: '%s'; a text that begins with a dash goes after --"
                .formatted(option));
  }

  @Test
  void anOptionWithItsValueInOneArgumentIsAMistake() {
    Run run = run(with("embed", "--output x.npy", PICTURE));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains(
            "\"--output x.npy\": expected the option --output and its value as two arguments");
  }

  @Test
  void anOptionIsNoValueOfAnother() {
    assertThat(run(with("embed", "--text", "--json")).err())
        .contains("Expected parameter for option '--text' but found '--json'");
    assertThat(run(with("embed", "--text", "--jsn")).err())
        .contains("Unknown option: '--jsn'; did you mean --json?");
  }

  @Test
  void numbersStayNumbers() {
    assertThat(run(with("embed", "--batch-size", "-1", "--text", "a")).err())
        .contains("--batch-size: expected 1 to 65536, found -1");
    assertThat(run("search", "-k5", "--index", folder.toString(), "-5 degrees").err())
        .doesNotContain("Unknown option");
  }

  /** The last line is what a person reads first; below a page of options nobody finds it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "eval zero-shot",
        "eval retrieval",
        "eval linear-probe",
        "eval caption-selection",
        "eval detection",
        "eval compare",
        "eval table",
        "train",
        "similarity",
        "classify",
        "tokenize",
        "pull",
        "scenes",
        "export",
        "index",
        "search",
        "similar",
        "dedup",
        "watch"
      })
  void aMissingOptionIsNamedLastWithWhereToReadOn(String command) {
    Run run = run(command.split(" ", -1));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList())
        .hasSize(2)
        .last()
        .isEqualTo("see 'jclip " + command + " --help'");
    assertThat(run.err()).startsWith("jclip: ").contains("issing required");
  }

  @ParameterizedTest
  @CsvSource({"tokenise,tokenize", "clasify,classify", "evl,eval"})
  void mistypedCommandsAreMistakes(String mistyped, String meant) {
    Run run = run(mistyped, "a");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("'%s', 'a'; did you mean %s?".formatted(mistyped, meant))
        .endsWith("see 'jclip --help'" + System.lineSeparator());
    assertThat(run("eval", "zeroshot").err()).contains("did you mean zero-shot?");
  }
}
