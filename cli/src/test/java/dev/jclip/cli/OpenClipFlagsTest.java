package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The flags of open_clip's training, as {@code open_clip_flags.py} lists them. */
class OpenClipFlagsTest {
  /** Numbers that have another default here, with the reason. */
  private static final Map<String, String> OTHER_DEFAULTS =
      Map.of(
          "--workers", "decoding threads share the cores with training",
          "--warmup", "not more than a tenth of the steps",
          "--log-every-n-steps", "a processor's steps are slower",
          "--val-frequency", "the same, but known to be given or not",
          "--zeroshot-frequency", "together with the validation",
          "--coca-caption-loss-weight", "the same of a CoCa, and nothing of other models");

  /** What means the same to jclip where it is taken at all, so that nothing need be said. */
  private static final List<String> SILENT = List.of("--dataset-type", "--opt", "--device");

  @TempDir private Path folder;

  static Stream<JsonNode> flags() throws IOException {
    try (InputStream in = OpenClipFlagsTest.class.getResourceAsStream("/open_clip_flags.json")) {
      return StreamSupport.stream(
          JsonMapper.shared().readTree(in).get("flags").spliterator(), false);
    }
  }

  private static CommandLine train() {
    return Objects.requireNonNull(Main.commandLine("train").getSubcommands().get("train"));
  }

  private static String value(JsonNode flag) {
    if (flag.get("choices").isArray()) {
      return flag.get("choices").get(0).stringValue();
    }
    return List.of("int", "float").contains(flag.get("type").asString()) ? "1" : "x";
  }

  /** Nothing that open_clip takes is an unknown option, or takes another number of values. */
  @ParameterizedTest
  @MethodSource("flags")
  void eachIsKnown(JsonNode flag) {
    String name = flag.get("names").get(0).stringValue();
    OptionSpec option = train().getCommandSpec().findOption(name);
    assertThat(option).as(name).isNotNull();
    String values = flag.get("values").asString();
    assertThat(option.arity().max())
        .as(name)
        .isEqualTo(
            switch (values) {
              case "0", "1" -> Integer.parseInt(values);
              default -> name.equals("--force-image-size") ? 2 : Integer.MAX_VALUE;
            });
    JsonNode usual = flag.get("default");
    if (usual.isNumber() && !OTHER_DEFAULTS.containsKey(name) && !option.hidden()) {
      assertThat(Double.parseDouble(option.defaultValue())).as(name).isEqualTo(usual.doubleValue());
    }
  }

  /** What is no option of jclip's own is taken with a sentence, or refused with one. */
  @ParameterizedTest
  @MethodSource("flags")
  void whatHasNoUseIsSaid(JsonNode flag) {
    String name = flag.get("names").get(0).stringValue();
    if (!train().getCommandSpec().findOption(name).hidden()) {
      return;
    }
    var args = new ArrayList<String>(List.of("train", "--logs", folder.toString(), name));
    if (!flag.get("values").asString().equals("0")) {
      args.add(value(flag));
    }
    Jclip.Run run = Jclip.run(args.toArray(String[]::new));
    assertThat(run.code()).as(name).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).as(name).doesNotContain("Unknown option");
    boolean taken = run.err().contains("Missing required option: '--train-data=DATA'");
    if (!taken) {
      assertThat(run.err().lines())
          .as(name)
          .anyMatch(line -> line.contains(name + ": ") && line.length() > 50);
    } else if (!SILENT.contains(name)) {
      assertThat(run.err()).contains(name + " has no effect");
    }
  }

  @Test
  void refusalsSayWhatReplacesIt() throws IOException {
    TrainingData.write(folder.resolve("data"));
    refused("expected tensorboard; jclip sends nothing", "--report-to", "wandb");
    refused("wandb sync", "--report-to", "wandb,tensorboard");
    refused("written by jclip scenes; found synthetic", "--dataset-type", "synthetic");
    refused("use --accum-freq", "--dist-url", "tcp://127.0.0.1:1");
    refused("use --accum-freq", "--horovod");
    refused("expected cpu", "--device", "cuda");
    refused("expected adamw", "--opt", "timm/lamb");
    refused("HF_HUB_CACHE", "--cache-dir", "x");
    refused("expected fp32 or bf16, found fp16; weights stay float32", "--precision", "fp16");
    refused("a run keeps its checkpoints and its model there", "--logs", "None");
    refused("rclone", "--remote-sync", "s3://x");
    refused("--zeroshot-label", "--imagenet-val", "x");
  }

  private void refused(String sentence, String... args) {
    List<String> command = new ArrayList<>(List.of("train", "--batch-size", "8"));
    command.addAll(List.of("--train-data", folder.resolve("data/pairs.tsv").toString()));
    command.addAll(List.of(args));
    Jclip.Run run = Jclip.run(command.toArray(String[]::new));
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  /** A command as open_clip's README has it, with what a processor cannot do left out. */
  @Test
  void aCommandOfOpenClipsTrains() throws IOException {
    Path data = TrainingData.write(folder.resolve("data"));
    Path architecture = TrainingData.architecture(folder);
    List<String> command =
        TrainingData.command(
            data,
            architecture,
            folder.resolve("logs"),
            "openclip",
            "--save-frequency",
            "0",
            "--zeroshot-frequency",
            "1",
            "--val-frequency",
            "1",
            "--report-to",
            "tensorboard",
            "--dataset-type",
            "csv",
            "--csv-img-key",
            "filepath",
            "--csv-caption-key",
            "title",
            "--csv-separator",
            "\t",
            "--warmup",
            "2",
            "--batch-size=10",
            "--lr=1e-3",
            "--wd=0.1",
            "--epochs=1",
            "--workers=0",
            "--precision",
            "amp",
            "--local-loss",
            "--gather-with-grad",
            "--save-most-recent",
            "--delete-previous-checkpoint",
            "--force-image-size",
            "16",
            "16",
            "--image-mean",
            "0.5",
            "0.5",
            "0.5",
            "--image-std",
            "0.25",
            "0.25",
            "0.25",
            "--image-interpolation",
            "bilinear",
            "--force-quick-gelu",
            "--aug-cfg",
            "scale=(0.9, 1.0)",
            "color_jitter=(0.32, 0.32, 0.32, 0.08)",
            "color_jitter_prob=0.8",
            "use_timm=False");
    Jclip.Run run = Jclip.run(command.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("jclip: --local-loss has no effect: jclip trains in one process");
    Path checkpoints = folder.resolve("logs/openclip/checkpoints");
    assertThat(checkpoints).isDirectoryContaining("glob:**/step-00000004");
    JsonNode config =
        JsonMapper.shared()
            .readTree(folder.resolve("logs/openclip/model/open_clip_config.json").toFile());
    JsonNode preprocess = config.get("preprocess_cfg");
    assertThat(preprocess.get("mean").toString()).isEqualTo("[0.5,0.5,0.5]");
    assertThat(preprocess.get("std").toString()).isEqualTo("[0.25,0.25,0.25]");
    assertThat(preprocess.get("interpolation").stringValue()).isEqualTo("bilinear");
    assertThat(config.get("model_cfg").get("quick_gelu").booleanValue()).isTrue();
  }
}
