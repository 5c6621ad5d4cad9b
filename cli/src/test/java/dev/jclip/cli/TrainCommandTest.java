package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.model.Layout;
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

class TrainCommandTest {
  @TempDir private Path folder;
  private TrainingFolder training;

  @BeforeEach
  void writeData() throws IOException {
    training = TrainingFolder.in(folder);
  }

  private Jclip.Run train(String name, Object... more) {
    var args =
        new ArrayList<String>(
            List.of(
                "train",
                "--json",
                "--logs",
                training.logs().toString(),
                "--name",
                name,
                "--warmup",
                "3"));
    for (Object arg : more) {
      args.add(arg.toString());
    }
    return Jclip.run(args.toArray(String[]::new));
  }

  private Jclip.Run trainFromScratch(String name, Object... more) {
    var args =
        new ArrayList<Object>(
            List.of(
                "--train-data",
                training.data(),
                "--model",
                training.architecture(),
                "--vocab-size",
                "560"));
    args.addAll(List.of(more));
    return train(name, args.toArray());
  }

  private Path model(String name) {
    return training.run(name).resolve("model");
  }

  @Test
  void learnsWhatItIsShownAndClipOpensIt() throws Exception {
    Jclip.Run run =
        trainFromScratch(
            "learns",
            "--batch-size",
            "20",
            "--steps",
            "200",
            "--lr",
            "2e-3",
            "--precision",
            "fp32",
            "--val-data",
            training.data(),
            "--zeroshot-label",
            "colour",
            "--zeroshot-template",
            "a {} square",
            "--val-every",
            "100");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode answer = run.json().getFirst();
    assertThat(answer.get("finished").booleanValue()).isTrue();
    assertThat(answer.get("step").intValue()).isEqualTo(200);
    assertThat(answer.get("skipped").intValue()).isZero();
    List<JsonNode> evaluations =
        training.log("learns").stream()
            .filter(line -> line.toString().contains("colour/acc1"))
            .toList();
    assertThat(evaluations).hasSize(2);
    assertThat(run.err()).contains("step 200: image_retrieval_recall@1");
    try (Clip clip = Clip.load(model("learns"))) {
      assertThat(clip.layout()).isEqualTo(Layout.TRANSFORMERS);
      Path picture = training.data().resolveSibling("00.png");
      var best =
          clip.classifier(
                  List.of("a red square", "a green square", "a blue square", "a yellow square"))
              .classify(clip.decode(picture))
              .getFirst();
      assertThat(best.label()).isEqualTo("a red square");
    }
    try (Clip transformers = Clip.load(model("learns"));
        Clip openClip = Clip.load(model("learns").resolve("open_clip_model.safetensors"))) {
      assertThat(openClip.encodeText("a red square"))
          .containsExactly(transformers.encodeText("a red square"));
      assertThat(openClip.layout()).isEqualTo(Layout.OPEN_CLIP);
    }
  }

  @Test
  void aResumedRunHasTheBitsOfOneThatWasNotInterrupted() throws Exception {
    Object[] options = {
      "--batch-size", "5", "--accum-freq", "2", "--precision", "bf16", "--ema-decay", "0.9",
      "--patch-dropout", "0.25", "--save-every", "3", "--lr-scheduler", "const", "--grad-clip-norm",
          "1",
      "--aug-cfg", "color_jitter=0.3,0.3,0.3,0.1", "color_jitter_prob=0.8", "flip_prob=0.5"
    };
    assertThat(trainFromScratch("whole", with(options, "--steps", "10")).code()).isZero();
    assertThat(trainFromScratch("parts", with(options, "--steps", "4")).code()).isZero();
    Jclip.Run resumed =
        trainFromScratch("parts", with(options, "--steps", "10", "--resume", "latest"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).doesNotContain(" and is ");
    for (String file : List.of("open_clip_model.safetensors", "optimizer.safetensors")) {
      assertThat(checkpoint("parts", 10).resolve(file))
          .hasSameBinaryContentAs(checkpoint("whole", 10).resolve(file));
    }
    assertThat(model("parts").resolve("model.safetensors"))
        .hasSameBinaryContentAs(model("whole").resolve("model.safetensors"));
    try (Stream<Path> kept = Files.list(folder.resolve("logs/whole/checkpoints"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("step-00000009", "step-00000010");
    }
  }

  private Path checkpoint(String name, int step) {
    return training.run(name).resolve("checkpoints/step-%08d".formatted(step));
  }

  private static Object[] with(Object[] options, Object... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray();
  }

  @Test
  void trainsOnFromACheckpointWithATowerLocked() throws Exception {
    Path start = copy(Jclip.MODEL, folder.resolve("start"));
    Jclip.Run run =
        train(
            "tuned",
            "--train-data",
            training.data(),
            "--pretrained",
            start,
            "--batch-size",
            "8",
            "--steps",
            "3",
            "--lock-image",
            "--lr",
            "1e-3");
    assertThat(run.code()).as(run.err()).isZero();
    Path picture = training.data().resolveSibling("00.png");
    try (Clip before = Clip.load(start);
        Clip after = Clip.load(model("tuned"))) {
      assertThat(after.encodeImage(picture)).containsExactly(before.encodeImage(picture));
      assertThat(after.encodeText("a cat")).isNotEqualTo(before.encodeText("a cat"));
      assertThat(after.tokenizer().fingerprint()).isEqualTo(before.tokenizer().fingerprint());
      assertThat(after.preprocessing()).isEqualTo(before.preprocessing());
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  @Test
  void sampledSoftmaxIsAnotherLoss() {
    Jclip.Run both = trainFromScratch("both", "--siglip", "--sampled-softmax", "--batch-size", "8");
    assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("expected without --siglip");
    assertThat(
            trainFromScratch(
                    "sampled",
                    "--sampled-softmax",
                    "--relation-negatives",
                    "--batch-size",
                    "8",
                    "--steps",
                    "2")
                .code())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void resNetsAreNormalisedOverTheBatchUnlessPartsAreAskedFor() throws Exception {
    Path resNet =
        Files.writeString(
            folder.resolve("resnet.json"),
            """
            {"embed_dim": 24,
             "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8, "head_width": 16},
             "text_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 2}}
            """);
    Object[] options = {"--train-data", training.data(), "--model", resNet, "--vocab-size", "560"};
    Object[] step = {"--batch-size", "8", "--steps", "1", "--precision", "fp32"};
    assertThat(train("default", with(options, step)).code()).isZero();
    assertThat(train("whole", with(options, with(step, "--part-size", "8"))).code()).isZero();
    assertThat(train("parts", with(options, with(step, "--part-size", "4"))).code()).isZero();
    assertThat(firstLoss("default")).isEqualTo(firstLoss("whole")).isNotEqualTo(firstLoss("parts"));
  }

  private double firstLoss(String name) throws IOException {
    return training.log(name).stream()
        .filter(line -> line.has("loss"))
        .findFirst()
        .orElseThrow()
        .get("loss")
        .doubleValue();
  }

  @Test
  void sigLipLearnsItsBias() throws Exception {
    Jclip.Run run = trainFromScratch("siglip", "--siglip", "--batch-size", "10", "--steps", "4");
    assertThat(run.code()).as(run.err()).isZero();
    try (Clip clip = Clip.load(model("siglip"))) {
      assertThat(clip.logitBias()).isNotEqualTo(-10).isBetween(-10.1, -9.9);
      assertThat(Math.exp(clip.logitScale())).isBetween(9.5, 10.5);
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunWithTheDoctorsSentence() throws Exception {
    Jclip.Run run =
        trainFromScratch(
            "explodes",
            "--batch-size",
            "10",
            "--steps",
            "40",
            "--lr",
            "1e30",
            "--save-every",
            "1",
            "--precision",
            "fp32",
            "--lr-scheduler",
            "const");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("jclip: step ").contains("the last good checkpoint is ");
    assertThat(run.err()).contains(" (use --lr, --warmup, --grad-clip-norm)");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void aCorruptPairIsSaidAndSkipped() throws Exception {
    Files.writeString(training.data().resolveSibling("03.png"), "no image");
    Jclip.Run run = trainFromScratch("corrupt", "--batch-size", "10", "--steps", "4");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().stream().filter(line -> line.has("skipped")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("skipped").intValue()).isPositive());
    assertThat(run.out() + run.err()).contains("03.png");
  }

  @Test
  void refusesWhatCannotBeTrainedOn() throws Exception {
    refuses(
        ExitCode.FAILED,
        "no such file or folder",
        train(
            "a",
            "--train-data",
            folder.resolve("none"),
            "--model",
            training.architecture(),
            "--vocab-size",
            "560"));
    refuses(
        ExitCode.FAILED,
        "does not exist",
        train(
            "b",
            "--train-data",
            folder.resolve("s-{0..2}.tar"),
            "--model",
            training.architecture(),
            "--vocab-size",
            "560"));
    refuses(ExitCode.FAILED, "colours", trainFromScratch("c", "--csv-caption-key", "colours"));
    refuses(
        ExitCode.FAILED,
        "expected pairs for one batch of 64 or more, found 40; take a smaller --batch-size",
        trainFromScratch("d", "--steps", "2"));
    refuses(
        ExitCode.USAGE,
        "needs a vocabulary",
        train(
            "e",
            "--train-data",
            training.data(),
            "--model",
            training.architecture(),
            "--batch-size",
            "8"));
    refuses(
        ExitCode.USAGE,
        "expected an architecture's name",
        train(
            "f",
            "--train-data",
            training.data(),
            "--model",
            "ViT-none",
            "--vocab-size",
            "560",
            "--batch-size",
            "8"));
    refuses(
        ExitCode.FAILED,
        "the tensors do not fit the architecture",
        train(
            "g",
            "--train-data",
            training.data(),
            "--pretrained",
            Jclip.MODEL,
            "--model",
            training.architecture(),
            "--batch-size",
            "8"));
    refuses(
        ExitCode.USAGE,
        "--precision: expected fp32 or bf16, found fp8",
        trainFromScratch("h", "--precision", "fp8", "--batch-size", "8"));
    refuses(
        ExitCode.FAILED,
        "--resume: no checkpoint there",
        trainFromScratch("i", "--resume", "latest", "--batch-size", "8"));
    assertThat(training.logs()).doesNotExist();
  }

  @Test
  void refusesCaptionsThatAreAllEqual() throws Exception {
    List<String> rows = Files.readAllLines(training.data());
    Files.write(
        training.data(), rows.stream().map(row -> row.replaceAll("a .*\\d", "a square")).toList());
    refuses(ExitCode.FAILED, "a square", trainFromScratch("equal", "--batch-size", "8"));
  }

  @Test
  void refusesToWriteOverARun() throws Exception {
    assertThat(trainFromScratch("twice", "--batch-size", "10", "--steps", "1").code()).isZero();
    refuses(
        ExitCode.USAGE,
        "holds a run already, up to step-00000001; go on with --resume latest, or choose another --name",
        trainFromScratch("twice", "--batch-size", "10", "--steps", "2"));
  }

  private static void refuses(int code, String message, Jclip.Run run) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(code);
  }
}
