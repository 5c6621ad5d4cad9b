package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.detect.Box;
import dev.jclip.grounding.space.DepthImage;
import dev.jclip.grounding.space.DepthPng;
import dev.jclip.grounding.space.Frame.Camera;
import dev.jclip.grounding.space.Frame.Robot;
import dev.jclip.grounding.space.Intrinsics;
import dev.jclip.grounding.space.ObjectLocator;
import dev.jclip.grounding.space.Point;
import dev.jclip.grounding.space.RigidTransform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScenesCommandTest {
  /** A ring is thinner than it is wide, and what is behind a side that is seen is a guess. */
  private static final double RING = 0.05;

  @TempDir private Path folder;

  private Jclip.Run scenes(String... more) {
    var args = new ArrayList<>(List.of("scenes", "--output", folder.resolve("out").toString()));
    args.addAll(List.of(more));
    return Jclip.run(args.toArray(String[]::new));
  }

  @Test
  void writesShards() {
    Jclip.Run run = scenes("--count", "5", "--shard-size", "3", "--split", "test", "--json");
    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().getFirst().path("scenes").asInt()).isEqualTo(5);
    assertThat(folder.resolve("out/scenes-0000.tar")).exists();
    assertThat(folder.resolve("out/scenes-0001.tar")).exists();
  }

  @Test
  void writesFilesThatSelectionTakes() throws IOException {
    assertThat(scenes("--count", "6", "--objects", "2", "--as-files", "--size", "32").code())
        .isEqualTo(ExitCode.DONE);
    Jclip.Run run =
        Jclip.run(
            "eval",
            "caption-selection",
            "--model",
            Jclip.MODEL.toString(),
            "--dataset",
            folder.resolve("out/relations.json").toString(),
            "--output",
            folder.resolve("results").toString(),
            "--feature-root",
            folder.resolve("features").toString(),
            "--no-plots",
            "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("acc");
  }

  @Test
  void depthAndCameraTellWhereObjectsAre() throws IOException {
    assertThat(
            scenes("--count", "3", "--objects", "1", "--as-files", "--size", "96", "--depth")
                .code())
        .isEqualTo(ExitCode.DONE);
    for (String line : Files.readAllLines(folder.resolve("out/metadata.jsonl"))) {
      JsonNode record = JsonMapper.shared().readTree(line);
      JsonNode camera = record.path("camera");
      var intrinsics =
          new Intrinsics(
              camera.path("width").intValue(),
              camera.path("height").intValue(),
              camera.path("fx").doubleValue(),
              camera.path("fy").doubleValue(),
              camera.path("cx").doubleValue(),
              camera.path("cy").doubleValue());
      RigidTransform<Camera, Robot> toScene =
          RigidTransform.ofMatrix(
              camera.path("to_scene").valueStream().map(JsonNode::doubleValue).toList());
      JsonNode object = record.path("objects").path(0);
      double[] box = object.path("box").valueStream().mapToDouble(JsonNode::doubleValue).toArray();
      DepthImage depth =
          DepthPng.read(folder.resolve("out/" + record.path("id").stringValue() + ".depth.png"));
      Point<Robot> found =
          new ObjectLocator(intrinsics)
              .locate(new Box(box[0], box[1], box[0] + box[2], box[1] + box[3]), depth)
              .in(toScene)
              .centre();
      double unit = camera.path("position_unit").doubleValue();
      assertThat(found.x())
          .isCloseTo(unit * object.path("position").path(0).doubleValue(), within(RING));
      assertThat(found.z())
          .isCloseTo(unit * object.path("position").path(2).doubleValue(), within(RING));
    }
    assertThat(scenes("--count", "2", "--size", "16", "--depth").code())
        .as("shards have it too")
        .isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.resolve("out/scenes-0000.tar"), StandardCharsets.ISO_8859_1))
        .contains("train-00000001.depth.png");
  }

  @Test
  void refusesWhatIsThereAndWhatCannotBe() {
    assertThat(scenes("--count", "2").code()).isEqualTo(ExitCode.DONE);
    Jclip.Run again = scenes("--count", "2");
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains("scenes-0000.tar").contains("choose another folder");
    assertThat(scenes("--count", "0").err()).contains("expected 1 or more, found 0");
    assertThat(scenes("--count", "1", "--objects", "9").code()).isEqualTo(ExitCode.USAGE);
    assertThat(scenes("--count", "1", "--size", "4").err()).contains("8 to 4096");
  }
}
