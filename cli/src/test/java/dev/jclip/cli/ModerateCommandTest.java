package dev.jclip.cli;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ModerateCommandTest {
  private static final String POLICY =
      """
      version: 1
      on_failure: block
      categories:
        red: {action: flag, concepts: [{sentence: "red", counter: ["a dog", "a cat"]}]}
        blue/sky: {action: blur, severity: high, concepts: [{sentences: ["sky", "blue"]}]}
      """;

  @TempDir private Path folder;

  private String policy(String content) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), content).toString();
  }

  @Test
  void theAnswerHasTheMembersOfModerationServices() throws IOException {
    Jclip.Run run = run(with("moderate", "--policy", policy(POLICY), "--json", PICTURE));

    assertThat(run.code()).isZero();
    JsonNode answer = run.json().getFirst();
    assertThat(answer.path("input").asString()).isEqualTo(PICTURE.toString());
    assertThat(answer.path("categories").propertyNames()).containsExactly("red", "blue/sky");
    for (JsonNode score : answer.path("category_scores")) {
      assertThat(score.asDouble()).isBetween(0.0, 1.0);
    }
    assertThat(answer.path("category_applied_input_types").path("red").path(0).asString())
        .isEqualTo("image");
    assertThat(answer.path("flagged").asBoolean())
        .isEqualTo(!answer.path("action").asString().equals("allow"));
  }

  @Test
  void whatIsHitIsExplained() throws IOException {
    String always = POLICY.replace("{action: flag,", "{action: flag, threshold: 0.000001,");

    Jclip.Run run = run(with("moderate", "--policy", policy(always), "--stability", PICTURE));

    assertThat(run.out()).startsWith("flag  " + PICTURE).contains("red  ").contains("\"red\"");
    JsonNode reason =
        run(with("moderate", "--policy", policy(always), "--json", "--text", "a red dog"))
            .json()
            .getFirst()
            .path("decisions")
            .path(0);
    assertThat(reason.path("name").asString()).isEqualTo("red");
    assertThat(reason.path("sentence").asString()).isEqualTo("red");
    assertThat(reason.path("severity").asString()).isEqualTo("medium");
  }

  @Test
  void anImageThatCannotBeReadIsNotDecidedAndEndsNothing() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no image");

    Jclip.Run run = run(with("moderate", "--policy", policy(POLICY), "--json", broken, PICTURE));

    assertThat(run.code()).isEqualTo(3);
    List<JsonNode> answers = run.json();
    assertThat(answers).hasSize(2);
    assertThat(answers.getFirst().path("action").asString()).isEqualTo("block");
    assertThat(answers.getFirst().path("error").asString()).contains("broken.jpg");
    assertThat(answers.getLast().has("categories")).isTrue();
    assertThat(run.err()).contains("not decided");
  }

  @Test
  void aRecordIsReplayedInEveryBitAndShowsWhatAChangedPolicyTurns() throws IOException {
    String log = folder.resolve("decisions.jsonl").toString();
    run(with("moderate", "--policy", policy(POLICY), "--record", log, "--scales", "3", PICTURE));

    JsonNode same =
        run(with("moderate", "--policy", policy(POLICY), "--replay", log, "--json"))
            .json()
            .getLast();
    assertThat(same.path("decisions").asInt()).isEqualTo(1);
    assertThat(same.path("differentActions").asInt()).isZero();
    assertThat(same.path("differentScores").asInt()).isZero();

    String stricter = POLICY.replace("{action: flag,", "{action: block, threshold: 0.0000001,");
    List<JsonNode> changed =
        run(with("moderate", "--policy", policy(stricter), "--replay", log, "--json")).json();
    assertThat(changed.getFirst().path("after").asString()).isEqualTo("block");
    assertThat(changed.getLast().path("differentActions").asInt()).isEqualTo(1);
  }

  @Test
  void solvedThresholdsAreReadFromBesideThePolicyAndHoldForOneTiling() throws IOException {
    String policy = policy(POLICY);

    Jclip.Run solved =
        run(
            with(
                "moderate",
                "--policy",
                policy,
                "--benign",
                PICTURE,
                "--max-false-positives",
                "0.1",
                "--json"));

    assertThat(solved.code()).isZero();
    assertThat(solved.json().getFirst().path("category").asString()).isEqualTo("red");
    assertThat(solved.json().getFirst().path("falsePositives").path("share").asDouble()).isZero();
    assertThat(folder.resolve("policy.calibration.json")).exists();
    JsonNode answer =
        run(with("moderate", "--policy", policy, "--json", PICTURE)).json().getFirst();
    assertThat(answer.path("flagged").asBoolean()).isFalse();
    assertThat(answer.path("category_scores").path("red").asDouble()).isBetween(0.4, 0.5);
    Jclip.Run tiled = run(with("moderate", "--policy", policy, "--scales", "2", PICTURE));
    assertThat(tiled.code()).isEqualTo(1);
    assertThat(tiled.err()).contains("policy.calibration.json").contains("solve them again");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    assertThat(
            run(with(
                    "moderate",
                    "--policy",
                    policy("version: 1\ncategories:\n  x: {colour: red}\n"),
                    PICTURE))
                .err())
        .contains("policy.yaml:3:7")
        .contains("colour");
    assertThat(run(with("moderate", "--policy", policy(POLICY))).code()).isEqualTo(2);
    assertThat(
            run(with(
                    "moderate",
                    "--policy",
                    policy(POLICY),
                    "--harmful",
                    "rde=x",
                    "--benign",
                    PICTURE))
                .err())
        .contains("'rde'")
        .contains("red");
    assertThat(run(with("moderate", "--scales", "9", PICTURE)).err()).contains("1 to 4");
  }
}
