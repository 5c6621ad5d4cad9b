package dev.jclip.tensor.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
  private static final long SLACK = 32L << 20;

  /** Each large tensor is larger than the hole before it, so holes would add up to 294 MB. */
  @Test
  void whatIsFreedBetweenSmallTensorsIsGivenBack() throws IOException {
    assertThat(ResidentMemory.bytes()).isPositive(); // or the system does not say
    byte[] printed = OwnProcess.start(HeapMain.class).getInputStream().readAllBytes();
    String growth = new String(printed, StandardCharsets.UTF_8).strip();
    assertThat(Long.parseLong(growth)).isLessThan(SLACK);
  }

  @Test
  void givesTheResultAndThrowsWhatIsThrown() {
    assertThat(NativeHeap.leavingNoHoles(() -> "done")).isEqualTo("done");
    var fault = new IllegalStateException("a fault");
    assertThatThrownBy(
            () ->
                NativeHeap.leavingNoHoles(
                    () -> {
                      throw fault;
                    }))
        .isSameAs(fault);
  }
}
