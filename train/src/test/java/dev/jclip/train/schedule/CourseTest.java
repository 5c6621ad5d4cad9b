package dev.jclip.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.train.schedule.Course.Leg;
import dev.jclip.train.schedule.RunLength.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTest {
  private static RunLength epochs(int epochs, long pairs, int batchSize) {
    return new RunLength(epochs * (pairs / batchSize), pairs, batchSize, Unit.EPOCHS);
  }

  private static RunLength steps(long steps, long pairs, int batchSize) {
    return new RunLength(steps, pairs, batchSize, Unit.STEPS);
  }

  @Test
  void withoutAChangeAStepIsAStep() {
    Course course = Course.of(epochs(5, 1000, 30));
    for (long step : new long[] {0, 1, 32, 33, 164}) {
      assertThat(course.position(step)).isEqualTo((double) step);
      assertThat(course.epochs(step)).isEqualTo((double) step / 33);
      Course resumed = course.goingOn(step, step * 30, epochs(5, 1000, 30));
      assertThat(resumed).isEqualTo(course);
    }
    assertThat(course.lastStep()).isEqualTo(165);
  }

  /** After 8 steps of 10 of 40 pairs, so 80 pairs and 2 epochs, of 4 epochs. */
  @ParameterizedTest
  @CsvSource({
    "10, 4, 8, 16",
    "20, 4, 4, 12",
    "5, 4, 16, 24",
    "40, 4, 2, 10",
    "10, 8, 8, 32",
    "10, 2, 8, 8",
    "10, 1, 8, 4",
    "20, 1, 4, 8",
    "20, 8, 4, 20",
    "8, 4, 10, 18"
  })
  void batchesOfAnotherSizeGoOnFromThePairs(int batchSize, int epochs, double position, long last) {
    Course course = Course.of(epochs(4, 40, 10)).goingOn(8, 80, epochs(epochs, 40, batchSize));
    assertThat(course.position(8)).isEqualTo(position);
    assertThat(course.epochs(8)).isEqualTo(2);
    assertThat(course.lastStep()).isEqualTo(last);
    assertThat(course.epochs(9)).isCloseTo(2 + batchSize / 40.0, within(1e-12));
  }

  @Test
  void halfAStepThatIsLeftIsAStep() {
    Course course = Course.of(epochs(4, 40, 10)).goingOn(3, 30, epochs(4, 40, 20));
    assertThat(course.position(3)).isEqualTo(1.5);
    assertThat(course.lastStep()).isEqualTo(3 + 7);
    assertThat(course.position(course.lastStep() - 1)).isLessThan(8);
  }

  @Test
  void roundingMakesNoFurtherStep() {
    Course course = Course.of(epochs(9, 70, 10));
    long step = 0;
    long samples = 0;
    for (int i = 0; i < 7; i++) { // epochs of sevenths, each written and read
      int batchSize = i % 2 == 0 ? 10 : 5;
      course = course.goingOn(step, samples, epochs(9, 70, batchSize));
      step += 70 / batchSize;
      samples += 70;
    }
    assertThat(course.epochs(step)).isCloseTo(7, within(1e-9));
    assertThat(course.lastStep()).isEqualTo(step + 2 * 7);
  }

  @Test
  void otherDataGoOnWithTheirEpochs() {
    Course course = Course.of(epochs(4, 40, 10)).goingOn(8, 80, epochs(4, 400, 10));
    assertThat(course.epochs(8)).isEqualTo(2);
    assertThat(course.position(8)).isEqualTo(80);
    assertThat(course.lastStep()).isEqualTo(8 + 80);
    assertThat(course.epochs(9)).isCloseTo(2 + 1 / 40.0, within(1e-12));
  }

  @Test
  void aRunOfStepsCountsByPairs() {
    Course larger = Course.of(steps(16, 40, 10)).goingOn(8, 80, steps(16, 40, 20));
    assertThat(larger.position(8)).isEqualTo(4);
    assertThat(larger.lastStep()).isEqualTo(8 + 12);
    Course otherData = Course.of(steps(16, 40, 10)).goingOn(8, 80, steps(16, 4000, 10));
    assertThat(otherData.position(8)).isEqualTo(8);
    assertThat(otherData.lastStep()).isEqualTo(16);
    assertThat(otherData.epochs(9)).isCloseTo(2 + 1 / 400.0, within(1e-12));
  }

  @Test
  void aSecondChangeGoesOnFromTheFirst() {
    Course first = Course.of(epochs(4, 40, 10)).goingOn(4, 40, epochs(4, 40, 20));
    Course unchanged = first.goingOn(6, 80, epochs(4, 40, 20));
    assertThat(unchanged).isEqualTo(first);
    Course back = unchanged.goingOn(6, 80, epochs(4, 40, 10));
    assertThat(back.leg()).isEqualTo(new Leg(6, 8, 2));
    assertThat(back.lastStep()).isEqualTo(14);
  }

  @Test
  void aLengthIsSaidInItsUnit() {
    assertThat(epochs(5, 1000, 30).inItsUnit()).isEqualTo("5 epochs");
    assertThat(new RunLength(50, 1000, 30, Unit.EPOCHS).inItsUnit()).isEqualTo("1.52 epochs");
    assertThat(steps(100, 1000, 30).inItsUnit()).isEqualTo("100 steps");
  }

  @Test
  void refusesWhatIsNoLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> steps(0, 40, 10))
        .withMessage("steps: expected 1 or more, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> steps(1, 40, 50))
        .withMessage("pairsPerEpoch: expected the 50 of one batch or more, found 40");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Leg(1, Double.NaN, 0))
        .withMessageStartingWith("leg: expected numbers from 0");
  }
}
