package dev.jclip.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a progress bar says, and in how much room. */
class ProgressLineTest {
  private static ProgressLine line(long done, long total, String note) {
    return new ProgressLine("embed", done, total, 0, Duration.ofSeconds(10), note);
  }

  @Test
  void saysShareCountTimeLeftAndRate() {
    assertThat(line(40, 100, "").in(100))
        .isEqualTo(
            "embed  40 % [" + "=".repeat(16) + " ".repeat(24) + "]  40/100  0:15 left  4.0/s");
    assertThat(line(100, 100, "").in(79)).contains("100 %", "100/100  0:10  10/s");
  }

  @Test
  void withoutATotalSaysCountTimeAndRate() {
    assertThat(line(40, 0, "").in(79)).isEqualTo("embed  40  0:10  4.0/s");
    assertThat(line(40, -1, "").in(12)).isEqualTo("embed  40");
  }

  @Test
  void largeNumbersAreShortened() {
    assertThat(line(605_000_000, 1_280_000_000, "").in(60))
        .contains("605M/1.3G", "0:11 left", "60.5M/s");
  }

  @Test
  void whatWasThereBeforeDoesNotCountForTheRate() {
    assertThat(new ProgressLine("train", 90, 100, 80, Duration.ofSeconds(10), "").in(60))
        .contains("90/100  0:10 left  1.0/s");
  }

  @Test
  void leavesOutWhatMattersLessUntilItFits() {
    var line = line(40, 100, "loss 2.3456, 12 samples/s");
    assertThat(line.in(100)).endsWith("loss 2.3456, 12 samples/s");
    assertThat(line.in(40)).isEqualTo("embed  40 %  40/100  0:15 left  4.0/s");
    assertThat(line.in(32)).isEqualTo("embed  40 %  40/100  0:15 left");
    assertThat(line.in(24)).isEqualTo("embed  40 %  40/100");
    for (int columns = 0; columns < 200; columns++) {
      assertThat(line.in(columns).length()).isLessThanOrEqualTo(columns);
    }
  }
}
