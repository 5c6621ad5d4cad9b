package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenesCommandTest {
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
