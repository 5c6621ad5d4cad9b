package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Captioner;
import dev.jclip.Clip;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.generation.GenerationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that learn to write captions. */
class TrainCaptionsTest {
  private static final String COCA =
      """
      {"embed_dim": 32,
       "vision_cfg": {"image_size": 16, "layers": 1, "width": 32, "patch_size": 4, "head_width": 16,
         "attentional_pool": true, "attn_pooler_queries": 5, "attn_pooler_heads": 2},
       "text_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 1,
         "embed_cls": true},
       "multimodal_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 1}}
      """;

  private static final String RESNET =
      """
      {"embed_dim": 16,
       "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8, "head_width": 16},
       "text_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 2}}
      """;

  private static final String[] FROZEN = {
    "--caption-loss-weight",
    "1",
    "--contrastive-loss-weight",
    "0",
    "--lock-image",
    "--lock-image-freeze-bn-stats",
    "--lock-text",
    "--decoder-layers",
    "1"
  };

  @TempDir private Path folder;
  private TrainingFolder training;

  @BeforeEach
  void writeData() throws IOException {
    training = TrainingFolder.in(folder);
  }

  private Jclip.Run train(String name, Stream<String> start, String... more) {
    var args = new ArrayList<>(List.of("train", "--train-data", training.data().toString()));
    args.addAll(List.of("--logs", training.logs().toString(), "--name", name));
    args.addAll(List.of("--batch-size", "10", "--warmup", "3", "--precision", "fp32"));
    start.forEach(args::add);
    args.addAll(List.of(more));
    return Jclip.run(args.toArray(String[]::new));
  }

  private Jclip.Run fromScratch(String name, Path architecture, String... more) {
    return train(name, Stream.of("--model", architecture.toString(), "--vocab-size", "560"), more);
  }

  private Jclip.Run beside(String towers, String name, String... more) {
    return train(
        name,
        Stream.concat(Stream.of("--pretrained", model(towers).toString()), Arrays.stream(FROZEN)),
        more);
  }

  private Path model(String name) {
    return training.run(name).resolve("model");
  }

  private static void done(Jclip.Run run) {
    assertThat(run.code()).as(run.err()).isZero();
  }

  private List<String> captionsOfFirstImages(Path model) {
    GenerationOptions options = GenerationOptions.builder().maximumLength(16).build();
    try (Clip clip = Clip.load(model)) {
      Captioner captioner = clip.captioner(options);
      return Stream.of("00.png", "01.png", "02.png", "03.png")
          .map(name -> clip.decode(training.data().resolveSibling(name)))
          .map(image -> captioner.captions(image).getFirst().text())
          .toList();
    }
  }

  private double captionLoss(String name, int step) throws IOException {
    return training.log(name).stream()
        .filter(line -> line.has("captionLoss") && line.get("step").intValue() == step)
        .findFirst()
        .orElseThrow()
        .get("captionLoss")
        .doubleValue();
  }

  @Test
  void aDecoderLearnsBesideTowersThatStayAsTheyAre() throws IOException {
    done(fromScratch("towers", training.architecture(), "--steps", "40", "--lr", "2e-3"));
    done(beside("towers", "captions", "--steps", "300", "--lr", "5e-3"));
    assertThat(captionsOfFirstImages(model("captions")))
        .containsExactly(
            "a red square at place 0",
            "a green square at place 0",
            "a blue square at place 0",
            "a yellow square at place 0");
    for (String file : List.of("open_clip_model.safetensors", "model.safetensors")) {
      assertThat(model("captions").resolve(file))
          .hasSameBinaryContentAs(model("towers").resolve(file));
    }
    Path exported = folder.resolve("exported");
    done(
        Jclip.run(
            "export",
            "--model",
            model("captions").toString(),
            "--dtype",
            "f16",
            "--output",
            exported.toString()));
    assertThat(captionsOfFirstImages(exported)).isEqualTo(captionsOfFirstImages(model("captions")));
  }

  @Test
  void aDecoderLearnsBesideAResNet() throws IOException {
    Path architecture = Files.writeString(folder.resolve("resnet.json"), RESNET);
    done(fromScratch("towers", architecture, "--steps", "2"));
    done(beside("towers", "captions", "--steps", "60", "--lr", "5e-3"));
    assertThat(captionLoss("captions", 60)).isLessThan(captionLoss("captions", 1) / 3);
    try (Clip before = Clip.load(model("towers"));
        Clip after = Clip.load(model("captions"))) {
      Path image = training.data().resolveSibling("00.png");
      assertThat(after.encodeImage(after.decode(image)))
          .containsExactly(before.encodeImage(before.decode(image)));
      assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    }
  }

  @Test
  void towersTrainedFurtherLeaveTheDecoderAsItIs() {
    done(fromScratch("towers", training.architecture(), "--steps", "2"));
    done(beside("towers", "captions", "--steps", "2"));
    done(train("further", Stream.of("--pretrained", model("captions").toString()), "--steps", "2"));
    for (String file : List.of("caption_decoder.safetensors", "caption_decoder.json")) {
      assertThat(model("further").resolve(file))
          .hasSameBinaryContentAs(model("captions").resolve(file));
    }
  }

  @Test
  void aCoCaLearnsBothAndGoesOnWithTheSameBits() throws IOException {
    Path architecture = Files.writeString(folder.resolve("coca.json"), COCA);
    String[] options = {"--lr", "1e-3", "--lr-scheduler", "const", "--save-every", "20"};
    done(fromScratch("whole", architecture, with(options, "--steps", "40")));
    done(fromScratch("first", architecture, with(options, "--steps", "20")));
    done(train("first", Stream.of("--resume", "latest"), with(options, "--steps", "40")));
    for (String file : List.of("open_clip_model.safetensors", "optimizer.safetensors")) {
      String last = "checkpoints/step-00000040/" + file;
      assertThat(training.run("first").resolve(last))
          .hasSameBinaryContentAs(training.run("whole").resolve(last));
    }
    assertThat(captionLoss("whole", 40)).isLessThan(0.6 * captionLoss("whole", 1));
    assertThat(model("whole").resolve("caption_decoder.json")).doesNotExist();
    assertThat(captionsOfFirstImages(model("whole"))).allMatch(text -> text.startsWith("a "));
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void aCoCaWithoutItsDecoderTrainsTwoTowers() throws IOException {
    Path architecture = Files.writeString(folder.resolve("coca.json"), COCA);
    done(fromScratch("towers", architecture, "--steps", "2", "--caption-loss-weight", "0"));
    Jclip.Run run =
        Jclip.run(
            "caption",
            "--model",
            model("towers").toString(),
            folder.resolve("data/00.png").toString());
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("expected a model with a caption decoder");
  }

  @Test
  void optionsOfCaptionsThatAreNotLearnedAreRefused() {
    Jclip.Run layers =
        fromScratch("wrong", training.architecture(), "--steps", "2", "--decoder-layers", "2");
    assertThat(layers.code()).isEqualTo(ExitCode.USAGE);
    assertThat(layers.err()).contains("--decoder-layers").contains("--caption-loss-weight");
    Jclip.Run patches =
        fromScratch(
            "wrong",
            training.architecture(),
            "--steps",
            "2",
            "--caption-loss-weight",
            "1",
            "--patch-dropout",
            "0.5");
    assertThat(patches.code()).isEqualTo(ExitCode.USAGE);
    assertThat(patches.err()).contains("a caption decoder describes all patches");
    Jclip.Run negative =
        fromScratch(
            "wrong", training.architecture(), "--steps", "2", "--caption-loss-weight", "-1");
    assertThat(negative.code()).isEqualTo(ExitCode.USAGE);
    assertThat(negative.err()).contains("caption loss weight: expected more than 0, found -1");
  }
}
