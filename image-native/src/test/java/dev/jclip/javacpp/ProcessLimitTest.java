package dev.jclip.javacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case is a process of its own, since JavaCPP reads its settings once. */
@Tag("slow")
class ProcessLimitTest {
  private static final int HEAP = 64;

  @Test
  void isLiftedWhereNothingIsSet() throws IOException {
    assertThat(megabytes("-Dunrelated=1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxPhysicalBytes=300m", "maxphysicalbytes=300m"})
  void staysWhatTheProgramSays(String setting) throws IOException {
    assertThat(megabytes("-Dorg.bytedeco.javacpp." + setting)).isEqualTo(300);
  }

  /** JavaCPP adds three heaps to it. */
  @ParameterizedTest
  @ValueSource(strings = {"maxBytes=100m", "maxbytes=100m"})
  void staysWhatFollowsFromAnotherSetting(String setting) throws IOException {
    assertThat(megabytes("-Dorg.bytedeco.javacpp." + setting)).isBetween(100 + 2 * HEAP, 300);
  }

  /** JavaCPP has read its settings then. */
  @Test
  void staysWhereAnotherWasFirst() throws IOException {
    assertThat(megabytes("-Dunrelated=1", "another first")).isBetween(3 * HEAP, 4 * HEAP);
  }

  private static int megabytes(String option, String... arguments) throws IOException {
    Process process =
        JavaProcess.of(
                List.of("-Xmx" + HEAP + "m", option), ProcessLimitMain.class, List.of(arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] printed = process.getInputStream().readAllBytes();
    List<String> lines = new String(printed, StandardCharsets.UTF_8).lines().toList();
    return Integer.parseInt(lines.getLast());
  }
}
