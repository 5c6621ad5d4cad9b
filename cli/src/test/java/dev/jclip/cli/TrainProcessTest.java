package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs of training that end before their time, as processes of their own. */
class TrainProcessTest {
  private static final int STEPS = 150;
  private static final String[] ALL = {"--steps", "" + STEPS, "--save-every", "7"};
  private static final String[] RESUMED = {
    "--steps", "" + STEPS, "--save-every", "7", "--resume", "latest"
  };

  @TempDir private Path folder;
  private Path data;
  private Path architecture;

  @BeforeEach
  void writeData() throws IOException {
    data = TrainingData.write(folder.resolve("data"));
    architecture = TrainingData.architecture(folder);
  }

  private ProcessBuilder train(String name, String... more) {
    List<String> command =
        TrainingData.command(data, architecture, folder.resolve("logs"), name, more);
    command.addAll(List.of("--batch-size", "8", "--warmup", "5"));
    return Jclip.process(command)
        .redirectError(folder.resolve("err").toFile())
        .redirectOutput(folder.resolve("out").toFile());
  }

  private int await(Process process) throws InterruptedException {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private Path run(String name) {
    return folder.resolve("logs").resolve(name);
  }

  private boolean hasCheckpoint(String name) throws IOException {
    Path checkpoints = run(name).resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(checkpoints)) {
      return entries.anyMatch(entry -> entry.getFileName().toString().startsWith("step-"));
    }
  }

  private ProcessBuilder startedOrResumed() throws IOException {
    return train("killed", hasCheckpoint("killed") ? RESUMED : ALL);
  }

  @Test
  void killedAtAnyMomentAndResumedItHasTheSameBits() throws Exception {
    assertThat(await(train("whole", ALL).start())).as(err()).isZero();
    long seed = System.nanoTime();
    var random = new Random(seed);
    int kills = 0;
    while (kills < 5) {
      Process process = startedOrResumed().start();
      if (process.waitFor(1200 + random.nextInt(2000), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).as(err()).isZero();
        break;
      }
      process.destroyForcibly();
      await(process);
      kills++;
    }
    assertThat(await(startedOrResumed().start())).as(err()).isZero();
    for (String file : List.of("open_clip_model.safetensors", "optimizer.safetensors")) {
      String last = "checkpoints/step-%08d/%s".formatted(STEPS, file);
      assertThat(run("killed").resolve(last))
          .as("%d kills, seed %d", kills, seed)
          .hasSameBinaryContentAs(run("whole").resolve(last));
    }
    List<String> log = Files.readAllLines(run("killed").resolve("log.jsonl"));
    assertThat(log.stream().filter(line -> line.contains("\"loss\""))).hasSize(STEPS);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void askedToEndItWritesACheckpointFirst() throws Exception {
    Process process = train("asked", "--steps", "100000").start();
    while (!Files.exists(run("asked").resolve("log.jsonl"))
        || Files.size(run("asked").resolve("log.jsonl")) == 0) {
      assertThat(process.isAlive()).as(err()).isTrue();
      Thread.sleep(20);
    }
    process.destroy();
    await(process);
    assertThat(hasCheckpoint("asked")).isTrue();
    assertThat(Files.readString(folder.resolve("out"))).contains("go on with --resume latest");
  }

  /** A limit on the size of files stands for a disk that is full. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFullDiskLeavesTheCheckpointBefore() throws Exception {
    assertThat(await(train("full", "--steps", "7").start())).as(err()).isZero();
    int blocks = 40; // of 1 KiB: less than the weights
    ProcessBuilder limited = train("full", "--resume", "latest", "--steps", "14", "--change");
    limited
        .command()
        .addAll(0, List.of("bash", "-c", "ulimit -f %d; exec \"$@\"".formatted(blocks), "bash"));
    assertThat(await(limited.start())).isEqualTo(ExitCode.FAILED);
    assertThat(err())
        .contains("the checkpoint cannot be written")
        .contains("the last complete one is ")
        .contains("step-00000007")
        .doesNotContain("\tat ");
    try (Clip clip = Clip.load(run("full").resolve("checkpoints/step-00000007"))) {
      assertThat(clip.encodeText("a red square")).hasSize(16);
    }
    assertThat(await(train("full", "--resume", "latest", "--steps", "14", "--change").start()))
        .as(err())
        .isZero();
  }
}
