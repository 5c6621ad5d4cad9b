package dev.jclip.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.train.schedule.LearningRateSchedule.Constant;
import dev.jclip.train.schedule.LearningRateSchedule.ConstantWithCooldown;
import dev.jclip.train.schedule.LearningRateSchedule.Cosine;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LearningRateScheduleTest {
  static Stream<JsonNode> openClip() throws IOException {
    try (InputStream in =
        LearningRateScheduleTest.class.getResourceAsStream("/golden/schedules.json")) {
      return StreamSupport.stream(JsonMapper.shared().readTree(in).spliterator(), false);
    }
  }

  private static LearningRateSchedule schedule(JsonNode golden) {
    double base = golden.get("base").doubleValue();
    long warmup = golden.get("warmup").longValue();
    long total = golden.get("total").longValue();
    return switch (golden.get("kind").stringValue()) {
      case "cosine" -> new Cosine(base, warmup, total);
      case "const" -> new Constant(base, warmup);
      default ->
          new ConstantWithCooldown(
              base,
              warmup,
              total,
              golden.get("cooldown").longValue(),
              golden.get("power").doubleValue(),
              golden.get("end").doubleValue());
    };
  }

  /** Two roundings apart at most: the C library's cos and pow may differ in the last place. */
  @ParameterizedTest
  @MethodSource("openClip")
  void givesTheRatesOfOpenClip(JsonNode golden) {
    LearningRateSchedule schedule = schedule(golden);
    double scale = golden.get("base").doubleValue();
    assertThat(schedule.warmup()).isEqualTo(golden.get("warmup").longValue());
    for (int i = 0; i < golden.get("steps").size(); i++) {
      long step = golden.get("steps").get(i).longValue();
      assertThat(schedule.at((double) step))
          .as("%s at step %d", schedule, step)
          .isCloseTo(golden.get("rates").get(i).doubleValue(), Offset.offset(2 * Math.ulp(scale)));
    }
  }

  @Test
  void warmsUpFromTheFirstStepToTheBase() {
    var schedule = new Cosine(1e-3, 4, 10);
    assertThat(schedule.at(0)).isEqualTo(2.5e-4);
    assertThat(schedule.at(3)).isEqualTo(1e-3);
    assertThat(schedule.at(4)).isEqualTo(1e-3);
    assertThat(schedule.at(5)).isLessThan(1e-3);
  }

  @Test
  void partsOfAStepLieBetweenTheSteps() {
    var schedule = new Cosine(1e-3, 4, 10);
    assertThat(schedule.at(0.5)).isEqualTo(1.5 * 1e-3 / 4);
    assertThat(schedule.at(3.5)).isEqualTo(1e-3); // and not above
    assertThat(schedule.at(5.5)).isBetween(schedule.at(6), schedule.at(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule.at(10.5))
        .withMessage("step 10.5: the schedule has the steps 0..9");
  }

  @Test
  void endsWithTheRun() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cosine(1e-3, 4, 10).at(10))
        .withMessage("step 10: the schedule has the steps 0..9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constant(1e-3, 4).at(-1))
        .withMessageStartingWith("step -1: ");
    assertThat(new Constant(1e-3, 4).at(1_000_000_000_000L)).isEqualTo(1e-3);
  }

  @Test
  void refusesWhatIsNoSchedule() {
    refused(() -> new Cosine(-1e-3, 4, 10), "base -0.001: must be finite and at least 0");
    refused(() -> new Cosine(Double.NaN, 4, 10), "base NaN: must be finite and at least 0");
    refused(() -> new Constant(1e-3, -1), "warmup of -1 steps: must be at least 0");
    refused(() -> new Cosine(1e-3, 4, 0), "total of 0 steps: must be at least 1");
    refused(
        () -> new ConstantWithCooldown(1e-3, 4, 10, 11, 1, 0),
        "cooldown of 11 steps: must be in 0..10, the steps of the run");
    refused(
        () -> new ConstantWithCooldown(1e-3, 4, 10, 5, 0, 0),
        "power 0.0: must be finite and above 0");
    refused(
        () -> new ConstantWithCooldown(1e-3, 4, 10, 5, 1, Double.POSITIVE_INFINITY),
        "end Infinity: must be finite and at least 0");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
