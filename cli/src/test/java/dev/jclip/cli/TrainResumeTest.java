package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.train.schedule.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs that go on, with their own options or others. The data are 40 pairs. */
class TrainResumeTest {
  private static final List<String> FIRST =
      List.of("--batch-size", "10", "--epochs", "2", "--warmup", "0", "--threads", "1");

  @TempDir private Path folder;
  private TrainingFolder training;

  @BeforeEach
  void writeData() throws IOException {
    training = TrainingFolder.in(folder);
  }

  private Jclip.Run begin(String name, String... more) {
    Jclip.Run run =
        Jclip.run(
            TrainingData.command(
                    training.data(), training.architecture(), training.logs(), name, more)
                .toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /** A run of 8 steps, 80 pairs and 2 epochs. */
  private void beginFirst(String... more) {
    begin("first", Stream.concat(FIRST.stream(), Stream.of(more)).toArray(String[]::new));
  }

  /** Nothing but the run and what is to be different. */
  private Jclip.Run resume(String... more) {
    var args = new ArrayList<>(List.of("train", "--json", "--resume", "latest"));
    args.addAll(List.of("--logs", training.logs().toString(), "--name", "first"));
    args.addAll(List.of(more));
    return Jclip.run(args.toArray(String[]::new));
  }

  private List<JsonNode> steps() throws IOException {
    return training.log("first").stream().filter(line -> line.has("loss")).toList();
  }

  private List<Double> values(String name, int from) throws IOException {
    return steps().stream().skip(from).map(step -> step.get(name).doubleValue()).toList();
  }

  private JsonNode settings() {
    return JsonMapper.shared()
        .readTree(training.run("first").resolve("settings.json").toFile())
        .get("options");
  }

  private static JsonNode answer(Jclip.Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    return run.json().getLast();
  }

  @Test
  void withNothingButItsNameItHasTheBitsOfARunThatDidNotEnd() throws Exception {
    String[] options = {
      "--batch-size",
      "5",
      "--accum-freq",
      "2",
      "--lr",
      "1e-3",
      "--warmup",
      "1",
      "--wd",
      "0.1",
      "--ema-decay",
      "0.9",
      "--aug-cfg",
      "scale=(0.5,1.0)",
      "flip_prob=0.5",
      "--patch-dropout",
      "0.25",
      "--lr-scheduler",
      "const",
      "--seed",
      "3",
      "--save-every",
      "2",
      "--precision",
      "fp32"
    };
    begin(
        "whole",
        Stream.concat(Stream.of(options), Stream.of("--steps", "7")).toArray(String[]::new));
    begin(
        "first",
        Stream.concat(Stream.of(options), Stream.of("--steps", "4")).toArray(String[]::new));
    Jclip.Run resumed = resume("--steps", "7");
    assertThat(answer(resumed).get("step").intValue()).isEqualTo(7);
    assertThat(resumed.err())
        .contains(
            "goes on from step 4, after 40 pairs and 1.00 epochs; of 7 steps (before: 4 steps), 3 steps of 10 pairs are left")
        .doesNotContain(" and is ");
    for (String file : List.of("open_clip_model.safetensors", "optimizer.safetensors")) {
      String last = "checkpoints/step-00000007/" + file;
      assertThat(training.run("first").resolve(last))
          .hasSameBinaryContentAs(training.run("whole").resolve(last));
    }
    assertThat(settings().get("--aug-cfg").toString())
        .isEqualTo("[\"scale=(0.5,1.0)\",\"flip_prob=0.5\"]");
    assertThat(settings().get("--steps").stringValue()).isEqualTo("7");
    assertThat(settings().has("--name")).isFalse();
    assertThat(settings().has("--resume")).isFalse();
  }

  @Test
  void anotherBatchNeedsAConfirmationThatSaysWhatWouldChange() throws Exception {
    beginFirst();
    byte[] before = Files.readAllBytes(training.run("first").resolve("settings.json"));
    Jclip.Run refused = resume("--batch-size", "20", "--epochs", "4");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("step-00000008 was trained with other settings; from step 8 on")
        .contains("  batch: 10 → 20\n")
        .contains("--change")
        .doesNotContain("data:")
        .doesNotContain("Usage:");
    assertThat(training.run("first").resolve("settings.json")).hasBinaryContent(before);
    assertThat(steps()).hasSize(8);
  }

  @Test
  void largerBatchesGoOnFromThePairsThatWereSeen() throws Exception {
    beginFirst();
    JsonNode done = answer(resume("--batch-size", "20", "--epochs", "4", "--change"));
    assertThat(done.get("finished").booleanValue()).isTrue();
    assertThat(done.get("step").intValue()).isEqualTo(12);
    assertThat(done.get("samples_seen").intValue()).isEqualTo(160);
    assertThat(values("epoch", 8)).containsExactly(2.5, 3.0, 3.5, 4.0);
    assertThat(values("samplesSeen", 8)).containsExactly(100.0, 120.0, 140.0, 160.0);
    var schedule = new LearningRateSchedule.Cosine(5e-4, 0, 8);
    assertThat(values("learningRate", 8))
        .containsExactly(schedule.at(4), schedule.at(5), schedule.at(6), schedule.at(7));
    assertThat(settings().get("--batch-size").stringValue()).isEqualTo("20");
    Jclip.Run again = resume();
    assertThat(answer(again).get("step").intValue()).isEqualTo(12);
    assertThat(again.err()).contains("nothing is left to train").doesNotContain(" and is ");
  }

  @Test
  void smallerBatchesAndAccumulatedOnesToo() throws Exception {
    beginFirst();
    JsonNode done = answer(resume("--batch-size", "5", "--epochs", "3", "--change"));
    assertThat(done.get("step").intValue()).isEqualTo(16);
    assertThat(done.get("samples_seen").intValue()).isEqualTo(120);
    assertThat(values("epoch", 14)).containsExactly(2.875, 3.0);
    done = answer(resume("--accum-freq", "4", "--epochs", "4", "--change"));
    assertThat(done.get("step").intValue()).isEqualTo(18);
    assertThat(values("samplesSeen", 16)).containsExactly(140.0, 160.0);
    assertThat(values("epoch", 16)).containsExactly(3.5, 4.0);
  }

  @Test
  void theSameBatchInOtherPartsIsNoChange() throws Exception {
    beginFirst("--lr-scheduler", "const", "--precision", "fp32");
    Jclip.Run resumed = resume("--batch-size", "5", "--accum-freq", "2", "--epochs", "3");
    assertThat(answer(resumed).get("step").intValue()).isEqualTo(12);
    assertThat(values("samplesSeen", 8)).containsExactly(90.0, 100.0, 110.0, 120.0);
  }

  @Test
  void aRunOfStepsCountsWhatWasSeenInStepsOfTheNewSize() throws Exception {
    beginFirst("--steps", "8");
    JsonNode done = answer(resume("--batch-size", "20", "--change"));
    assertThat(done.get("samples_seen").intValue()).isEqualTo(8 * 20);
    assertThat(done.get("step").intValue()).isEqualTo(12);
    done = answer(resume("--epochs", "5", "--change")); // instead of the steps
    assertThat(done.get("samples_seen").intValue()).isEqualTo(5 * 40);
  }

  @Test
  void fewerEpochsThanWereSeenAreFinished() {
    beginFirst();
    Jclip.Run resumed = resume("--epochs", "1", "--change");
    JsonNode done = answer(resumed);
    assertThat(done.get("finished").booleanValue()).isTrue();
    assertThat(done.get("step").intValue()).isEqualTo(8);
    assertThat(done.get("samples_seen").intValue()).isEqualTo(80);
    assertThat(resumed.err())
        .contains(
            "after 80 pairs and 2.00 epochs; of 1 epochs (before: 2 epochs), nothing is left");
  }

  @Test
  void otherDataBeginTheirFirstPassAndGoOnWithTheEpochs() throws Exception {
    beginFirst("--steps", "6"); // in the middle of a pass
    List<String> rows = Files.readAllLines(training.data());
    Path half = Files.write(training.data().resolveSibling("half.tsv"), rows.subList(0, 21));
    Jclip.Run refused = resume("--train-data", half.toString(), "--epochs", "3");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("  data: " + training.data() + " → " + half)
        .contains("  pairs an epoch: 40 → 20");
    Jclip.Run resumed = resume("--train-data", half.toString(), "--epochs", "3", "--change");
    assertThat(answer(resumed).get("step").intValue()).isEqualTo(9);
    assertThat(resumed.err())
        .contains("data was " + training.data() + " until step 6 and is " + half + " now")
        .contains("the pass over it begins anew");
    assertThat(values("epoch", 6)).containsExactly(2.0, 2.5, 3.0);
    assertThat(values("samplesSeen", 6)).containsExactly(70.0, 80.0, 90.0);
    var schedule = new LearningRateSchedule.Cosine(5e-4, 0, 6);
    assertThat(values("learningRate", 6).getFirst()).isCloseTo(schedule.at(3), within(1e-12));
  }

  @Test
  void dataThatGrewAreOtherData() throws Exception {
    beginFirst();
    List<String> rows = Files.readAllLines(training.data());
    Files.write(
        training.data(), Stream.concat(rows.stream(), rows.stream().skip(1).limit(20)).toList());
    Jclip.Run refused = resume("--epochs", "4");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("  pairs an epoch: 40 → 60\n").doesNotContain("  data: ");
    assertThat(answer(resume("--epochs", "3", "--change")).get("step").intValue()).isEqualTo(14);
    assertThat(values("epoch", 13)).containsExactly(3.0);
  }

  @Test
  void anotherScheduleNeedsAConfirmation() {
    beginFirst();
    for (List<String> change :
        List.of(
            List.of("--lr", "1e-3"),
            List.of("--epochs", "5"),
            List.of("--warmup", "3"),
            List.of("--lr-scheduler", "const"),
            List.of("--skip-scheduler"))) {
      Jclip.Run refused = resume(change.toArray(String[]::new));
      assertThat(refused.code()).as("%s", change).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("  schedule: Cosine[base=5.0E-4, warmup=0, total=8] → ");
    }
    assertThat(resume("--workers", "2", "--save-every", "3", "--wd", "0.1").code()).isZero();
  }

  @Test
  void whatWasSwitchedOnIsSwitchedOffByName() throws Exception {
    beginFirst("--grad-checkpointing", "--zeroshot-template", "true");
    assertThat(settings().get("--grad-checkpointing").asString()).isEqualTo("true");
    assertThat(resume().code()).isZero();
    assertThat(settings().get("--grad-checkpointing").asString()).isEqualTo("true");
    assertThat(settings().get("--zeroshot-template").asString()).isEqualTo("true");
    assertThat(resume("--no-grad-checkpointing").code()).isZero();
    assertThat(resume().code()).isZero();
    assertThat(settings().has("--grad-checkpointing")).isFalse();
    Path file = training.run("first").resolve("settings.json");
    Files.writeString(file, Files.readString(file).replace("--workers", "--wrkrs"));
    assertThat(resume().err())
        .contains("settings.json: --wrkrs: expected an option of jclip train");
  }

  @Test
  void theModelOfARunStays() {
    beginFirst();
    Jclip.Run refused = resume("--model", "ViT-B-32");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("--model: expected " + training.architecture() + ", with which the run began");
    assertThat(resume("--vocab-size", "560").code()).isZero();
  }

  @Test
  void aCheckpointOfAnotherRunBringsItsOptions() {
    beginFirst();
    Jclip.Run second =
        Jclip.run(
            "train",
            "--resume",
            training.run("first").resolve("checkpoints/step-00000004").toString(),
            "--logs",
            training.logs().toString(),
            "--name",
            "second");
    assertThat(second.code()).as(second.err()).isZero();
    String last = "checkpoints/step-00000008/open_clip_model.safetensors";
    assertThat(training.run("second").resolve(last))
        .hasSameBinaryContentAs(training.run("first").resolve(last));
    assertThat(training.run("second").resolve("settings.json")).exists();
  }

  @Test
  void aRunWithoutSettingsGoesOnWithTheOptionsThatAreGiven() throws Exception {
    beginFirst();
    Files.delete(training.run("first").resolve("settings.json"));
    Jclip.Run missing = resume();
    assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err())
        .contains("Missing required option: '--train-data=DATA'")
        .contains("holds no settings.json");
    Files.writeString(training.run("first").resolve("settings.json"), "{\"options\": ");
    Jclip.Run damaged = resume();
    assertThat(damaged.code()).isEqualTo(ExitCode.FAILED);
    assertThat(damaged.err()).contains("settings.json: damaged: ").doesNotContain("\tat ");
  }

  @Test
  void theWarmUpIsATenthOfTheStepsUnlessItIsGiven() throws Exception {
    Jclip.Run run = begin("first", "--batch-size", "10", "--epochs", "5", "--lr", "1e-3");
    assertThat(run.err())
        .contains(
            "20 steps of 10 pairs, 4 to an epoch of 40 pairs; the learning rate rises over the first 2 (the smaller of 10,000 and a tenth of all; --warmup sets another)")
        .doesNotContain("warm-up of 10000");
    assertThat(values("learningRate", 0).subList(0, 2)).containsExactly(5e-4, 1e-3);
    assertThat(Files.readAllLines(training.run("first").resolve("log.jsonl")).getFirst())
        .startsWith("{\"event\":\"begin\",\"step\":0")
        .contains("Cosine[base=0.001, warmup=2, total=20]");
    assertThat(settings().has("--warmup")).isFalse();
  }

  @Test
  void batchesOfOneAreWarnedOf() {
    assertThat(begin("first", "--batch-size", "1", "--steps", "2").err())
        .contains("warning at step 1: Each batch is a single pair")
        .contains("(--batch-size, --accum-freq)")
        .containsOnlyOnce("single pair");
    assertThat(
            begin(
                    "second",
                    "--batch-size",
                    "1",
                    "--accum-freq",
                    "4",
                    "--part-size",
                    "1",
                    "--steps",
                    "2")
                .err())
        .doesNotContain("single pair");
  }
}
