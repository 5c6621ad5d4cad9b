package dev.jclip.cli;

import static dev.jclip.cli.Jclip.MODEL;
import static dev.jclip.cli.Jclip.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.cli.terminal.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: its streams, its environment, its exit code. */
class ProcessTest {
  @TempDir private Path folder;

  private ProcessBuilder jclip(String... args) {
    ProcessBuilder builder = Jclip.process(List.of(args));
    builder.environment().put("HF_ENDPOINT", "http://127.0.0.1:1");
    builder.environment().put("HF_HUB_CACHE", folder.resolve("hub").toString());
    builder.environment().remove("HF_HUB_OFFLINE");
    return builder.redirectError(folder.resolve("err").toFile());
  }

  private static int await(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @Test
  void answersInUtf8OnStdoutAloneAndReturnsTheExitCode() throws Exception {
    ProcessBuilder builder = jclip("embed", "--json", "--text", "cat", "missing.jpg");
    builder.environment().put("JCLIP_MODEL", MODEL.toString());
    Path out = folder.resolve("out");
    Process process = builder.redirectOutput(out.toFile()).start();
    assertThat(await(process)).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(Files.readAllLines(out)).hasSize(2).allMatch(line -> line.startsWith("{\"input\":"));
    assertThat(err().lines())
        .singleElement()
        .asString()
        .startsWith("jclip: skipped: missing.jpg: ");
  }

  @Test
  void endsQuietlyWhenItsReaderHasGone() throws Exception {
    Path names =
        Files.write(folder.resolve("names"), Collections.nCopies(20_000, PICTURE.toString()));
    Process process =
        jclip("embed", "--json", "--model", MODEL.toString(), "-")
            .redirectInput(names.toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).startsWith("{\"input\":");
    }
    assertThat(await(process)).isEqualTo(ExitCode.FAILED);
    assertThat(err()).isEmpty();
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    Process process =
        jclip("tokenize", "--model", MODEL.toString(), "cat").redirectOutput(full.toFile()).start();
    assertThat(await(process)).isEqualTo(ExitCode.FAILED);
    assertThat(err()).startsWith("jclip: stdout: cannot be written: ").doesNotContain("\tat ");
  }

  @Test
  void saysThatTheHubCannotBeReached() throws Exception {
    Process process = jclip("pull", "openai/clip-vit-base-patch32").start();
    assertThat(await(process)).isEqualTo(ExitCode.FAILED);
    assertThat(process.inputReader().readLine()).isNull();
    assertThat(err()).contains("127.0.0.1:1").doesNotContain("\tat ");
  }

  @Test
  void namesTheBundledModelWhereThereIsNoHub() throws Exception {
    ProcessBuilder builder = jclip("embed", "--text", "cat");
    builder.environment().remove("JCLIP_MODEL");
    Process process = builder.start();
    assertThat(await(process)).isEqualTo(ExitCode.FAILED);
    assertThat(err()).contains("127.0.0.1:1").contains("--model bundled");
  }
}
