package dev.jclip.tensor.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EngineTest {
  @RepeatedTest(3)
  void aProcessEndsInOrderWhileTheEngineStarts() throws Exception {
    assertThat(OwnProcess.start(StartAheadMain.class).waitFor()).isZero();
  }

  @Test
  void whoNeedsTheEngineWaitsForItsStart() throws IOException {
    byte[] printed = OwnProcess.start(StartAheadMain.class, "add").getInputStream().readAllBytes();
    assertThat(new String(printed, StandardCharsets.UTF_8).strip()).isEqualTo("5.0");
  }

  @Test
  void aProcessThatEndsWithJavaDoesWhatIsLeftAndGivesItsCode() throws Exception {
    Process process = OwnProcess.start(EndMain.class);
    byte[] printed = process.getInputStream().readAllBytes();
    assertThat(new String(printed, StandardCharsets.UTF_8).strip()).isEqualTo("done");
    assertThat(process.waitFor()).isEqualTo(EndMain.CODE);
  }
}
