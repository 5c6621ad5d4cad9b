package dev.jclip.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProgressReportTest {
  @Test
  void saysWhereTheRunIsHowItLearnsAndHowLongItTakes() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      // 0.2 s a step, 1 900 steps to go.
      assertThat(new ProgressReport().line(Reports.HEALTHY.at(100), 2000))
          .isEqualTo(
              "step 100/2000 | epoch 1.00 | loss 2.0000 | scale 15.00 | lr 1.00e-03 | "
                  + "320 samples/s | data wait 2% | 6m 20s left");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void timeLeftIsSmoothed() {
    var progress = new ProgressReport();
    for (int step = 1; step <= 100; step++) {
      progress.line(Reports.HEALTHY.at(step), 1101);
    }
    // One step of 4 s among those of 0.2 s: 0.2 + 0.05 * 3.8 a step, and not 4.
    assertThat(left(progress.line(Reports.HEALTHY.samplesPerSecond(16).at(101), 1101)))
        .isBetween(388L, 393L);
    for (int step = 102; step <= 300; step++) {
      progress.line(Reports.HEALTHY.samplesPerSecond(16).at(step), 1101);
    }
    assertThat(left(progress.line(Reports.HEALTHY.samplesPerSecond(16).at(301), 1101)))
        .isBetween(3195L, 3200L);
  }

  @Test
  void longTimesAreShortToRead() {
    assertThat(line(1, 1_000_001, 64)).endsWith(" | 11d 13h left");
    assertThat(line(1, 10_001, 64)).endsWith(" | 2h 46m left");
    assertThat(line(1, 46, 64)).endsWith(" | 45s left");
    assertThat(line(46, 46, 64)).endsWith(" | 0s left");
  }

  @Test
  void aRateThatIsNoneGivesNoTime() {
    assertThat(line(1, 10, 0)).contains(" | 0 samples/s | ").endsWith(" | ? left");
    assertThat(line(1, 10, Double.NaN)).endsWith(" | ? left");
  }

  @Test
  void aLossThatIsNoNumberIsShown() {
    assertThat(new ProgressReport().line(Reports.HEALTHY.loss(Double.NaN).at(1), 10))
        .contains(" | loss NaN | ");
  }

  private static String line(long step, long total, double samplesPerSecond) {
    return new ProgressReport()
        .line(Reports.HEALTHY.samplesPerSecond(samplesPerSecond).at(step), total);
  }

  private static long left(String line) {
    String time = line.substring(line.lastIndexOf('|') + 2, line.lastIndexOf("s left"));
    String[] parts = time.split("m ", 2);
    return Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1]);
  }
}
