package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.JavaProcess;
import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native memory does not grow with use. */
@Tag("slow")
class NativeMemoryTest {
  private static final int WARM_UP = 500;
  private static final int IMAGES = 5_000;
  private static final long SLACK = 64L << 20;

  @Test
  void fiveThousandPicturesLeaveMemoryFlat() throws IOException {
    byte[] picture = Files.readAllBytes(Fixtures.PICTURE);
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      for (int i = 0; i < WARM_UP; i++) {
        clip.encodeImage(picture);
      }
      System.gc();
      long before = ResidentMemory.bytes();
      for (int i = WARM_UP; i < IMAGES; i++) {
        clip.encodeImage(picture);
      }
      System.gc();
      assertThat(ResidentMemory.bytes() - before).isLessThan(SLACK);
    }
  }

  @Test
  void loadingAndClosingGivesWeightsBack() {
    load(20);
    long before = ResidentMemory.bytes();
    load(200);
    assertThat(ResidentMemory.bytes() - before).isLessThan(SLACK);
  }

  /** JavaCPP ends a process above four heaps, which a program need not know. */
  @ParameterizedTest
  @ValueSource(strings = {"", "decoder-first"})
  void aProgramNeedsNoSettingAndNoLargeHeap(String order) throws IOException, InterruptedException {
    assertThat(ResidentMemory.bytes()).isPositive(); // or the system does not say
    List<String> arguments = Stream.of(order).filter(argument -> !argument.isEmpty()).toList();
    ProcessBuilder program =
        JavaProcess.of(List.of("-Xmx96m"), SmallHeapMain.class, arguments)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    program.environment().put("OMP_NUM_THREADS", "1"); // waits for no other program's threads
    Process process = program.start();
    String growth = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(Long.parseLong(growth.strip())).isLessThan(SLACK);
  }

  private static void load(int times) {
    for (int i = 0; i < times; i++) {
      try (Clip clip = Clip.load(Fixtures.MODEL)) {
        assertThat(clip.encodeTexts(List.of("a cat"))).hasSize(1);
      }
    }
  }
}
