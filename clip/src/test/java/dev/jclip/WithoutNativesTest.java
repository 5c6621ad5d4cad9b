package dev.jclip;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.javacpp.NativesArtifact;
import dev.jclip.testkit.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program meets that depends on jclip and on no natives. */
class WithoutNativesTest {
  @Test
  void theArtifactThatIsMissingIsNamedEachTime() throws IOException, InterruptedException {
    Process process = withoutNatives().start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed.lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("the engine's native libraries do not load (")
                    .endsWith(
                        "; where they are missing, add dev.jclip:jclip-natives-%s to the program's dependencies"
                            .formatted(NativesArtifact.platform())));
  }

  private static ProcessBuilder withoutNatives() {
    ProcessBuilder program = JavaProcess.of(List.of(), WithoutNativesMain.class, List.of());
    List<String> command = program.command();
    command.set(
        command.indexOf("-cp") + 1, withoutNatives(command.get(command.indexOf("-cp") + 1)));
    return program;
  }

  private static String withoutNatives(String classPath) {
    String natives = NativesArtifact.platform() + ".jar";
    return Stream.of(classPath.split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> !entry.endsWith(natives))
        .collect(joining(File.pathSeparator));
  }
}
