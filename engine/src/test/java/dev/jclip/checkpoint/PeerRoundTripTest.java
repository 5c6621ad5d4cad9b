package dev.jclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.nn.Weights;
import dev.jclip.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What jclip writes, loaded and computed by transformers and open_clip themselves. Runs where
 * {@code JCLIP_PYTHON} names a Python that has them.
 */
@EnabledIfEnvironmentVariable(named = "JCLIP_PYTHON", matches = ".+")
class PeerRoundTripTest {
  @ParameterizedTest
  @MethodSource("dev.jclip.checkpoint.GoldenCase#models")
  void peersComputeTheSame(String name, @TempDir Path folder) throws Exception {
    check(GoldenCase.committed(name), Optional.empty(), folder);
  }

  @ParameterizedTest
  @MethodSource("dev.jclip.checkpoint.GoldenCase#sharedModels")
  void peersComputeTheSameOfTheSharedCases(String name, @TempDir Path folder) throws Exception {
    check(new GoldenCase(SharedData.require("golden").resolve(name)), Optional.empty(), folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai-jit-resnet", "openai-jit-vit"})
  void peersComputeTheSameOfTheSharedCasesOfOpenAi(String name, @TempDir Path folder)
      throws Exception {
    var golden = new GoldenCase(SharedData.require("golden").resolve(name));
    try (Checkpoint inferred = Checkpoint.open(golden.folder().resolve("state_dict.pt"))) {
      check(golden, Optional.of(CheckpointGoldenTest.withTextHeads(inferred.config(), 4)), folder);
    }
  }

  private static void check(GoldenCase golden, Optional<ClipConfig> architecture, Path folder)
      throws IOException, InterruptedException {
    var written = new ArrayList<String>();
    try (Checkpoint checkpoint =
            Checkpoint.open(golden.folder(), architecture, OptionalInt.empty());
        Weights weights = checkpoint.loadWeights()) {
      var writer = new CheckpointWriter(checkpoint.config(), checkpoint.preprocessing(), DType.F32);
      writer.writeOpenClip(folder.resolve("open_clip"), weights);
      written.add(folder.resolve("open_clip").toString());
      if (isExpressibleByTransformers(writer, folder.resolve("transformers"), weights)) {
        written.add(folder.resolve("transformers").toString());
      }
    }
    run(golden.folder().resolve("expected.safetensors"), written);
  }

  private static boolean isExpressibleByTransformers(
      CheckpointWriter writer, Path folder, Weights weights) {
    try {
      writer.writeTransformers(folder, weights);
      return true;
    } catch (CheckpointException e) {
      assertThat(e).hasMessageStartingWith("transformers' CLIP cannot express");
      return false;
    }
  }

  private static void run(Path expected, List<String> folders)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(System.getenv("JCLIP_PYTHON"));
    command.add("src/test/python/check_written.py");
    command.add(expected.toString());
    command.addAll(folders);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    output.lines().filter(line -> line.startsWith("by_")).forEach(System.out::println);
    assertThat(exit).as(output).isZero();
  }
}
