package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native memory does not grow with use. */
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

  private static void load(int times) {
    for (int i = 0; i < times; i++) {
      try (Clip clip = Clip.load(Fixtures.MODEL)) {
        assertThat(clip.encodeTexts(List.of("a cat"))).hasSize(1);
      }
    }
  }
}
