package dev.jclip.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.generation.GenerationOptions.Ranking;
import dev.jclip.generation.GenerationOptions.Strategy;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationOptionsTest {
  private static Strategy strategy(UnaryOperator<GenerationOptions.Builder> options) {
    return options.apply(GenerationOptions.builder()).build().strategy();
  }

  @Test
  void theStrategyFollowsFromWhatIsSet() {
    assertThat(strategy(options -> options)).isEqualTo(new Strategy.Greedy());
    assertThat(strategy(options -> options.beams(1))).isEqualTo(new Strategy.Greedy());
    assertThat(strategy(options -> options.beams(4)))
        .isEqualTo(new Strategy.Beams(4, 1, 0, Ranking.LOG_PROBABILITIES));
    assertThat(strategy(options -> options.beams(6).groups(3)))
        .isEqualTo(new Strategy.Beams(6, 3, 1, Ranking.LOG_PROBABILITIES));
    assertThat(strategy(options -> options.beams(6).groups(3).ranking(Ranking.OPEN_CLIP_LOGITS)))
        .isEqualTo(new Strategy.Beams(6, 3, 0, Ranking.OPEN_CLIP_LOGITS));
    assertThat(strategy(options -> options.seed(5)))
        .isEqualTo(new Strategy.Sampling(1, OptionalInt.empty(), 1, 5));
    assertThat(strategy(options -> options.topK(3).topP(0.9).temperature(0.7)))
        .isEqualTo(new Strategy.Sampling(0.7, OptionalInt.of(3), 0.9, 0));
  }

  private static Arguments wrong(String message, UnaryOperator<GenerationOptions.Builder> options) {
    return Arguments.of(message, options);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        wrong("temperature: expected a number above 0, found 0.0", o -> o.temperature(0)),
        wrong("temperature: expected a number above 0, found -1.0", o -> o.temperature(-1)),
        wrong("temperature: expected a number above 0, found NaN", o -> o.temperature(Double.NaN)),
        wrong("top k: expected a value in 1..", o -> o.topK(0)),
        wrong("top p: expected a number above 0 and at most 1", o -> o.topP(0)),
        wrong("top p: expected a number above 0 and at most 1", o -> o.topP(1.1)),
        wrong("beams and sampling", o -> o.beams(2).temperature(1)),
        wrong("beams and sampling", o -> o.beams(1).seed(1)),
        wrong("beams and sampling", o -> o.groups(2).topK(1)),
        wrong("beams: expected a value in 1..1024, found 0", o -> o.beams(0)),
        wrong("groups: expected a divisor of beams 6, found 4", o -> o.beams(6).groups(4)),
        wrong("groups: expected a value in 1..2, found 3", o -> o.beams(2).groups(3)),
        wrong("expected 2 or more beams", o -> o.groups(2)),
        wrong("expected 2 or more beams", o -> o.ranking(Ranking.OPEN_CLIP_LOGITS)),
        wrong("expected 2 or more groups", o -> o.beams(2).diversityPenalty(1)),
        wrong(
            "diversity penalty: expected 0 or more",
            o -> o.beams(2).groups(2).diversityPenalty(-1)),
        wrong("count: expected 1, since the most probable", o -> o.count(2)),
        wrong("count: expected at most the 2 beams, found 3", o -> o.beams(2).count(3)),
        wrong("count: expected a value in 1..", o -> o.count(0)),
        wrong("minimum length: expected a value in 1..", o -> o.minimumLength(0)),
        wrong(
            "minimum length: expected less than the maximum length 5, found 5",
            o -> o.maximumLength(5)),
        wrong("maximum length: expected a value in 2..", o -> o.maximumLength(1)),
        wrong("repetition penalty: expected a number above 0", o -> o.repetitionPenalty(0)));
  }

  @Test
  void aShortContextShortensOnlyALengthThatWasNotSet() {
    assertThat(GenerationOptions.greedy().longest()).isEqualTo(30);
    assertThat(GenerationOptions.greedy().within(76).longest()).isEqualTo(30);
    assertThat(GenerationOptions.greedy().within(16).longest()).isEqualTo(16);
    GenerationOptions set = GenerationOptions.builder().maximumLength(17).build();
    assertThat(set.within(17).longest()).isEqualTo(17);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.within(16))
        .withMessage(
            "maximum length: expected at most 16, the context of the caption decoder, found 17");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GenerationOptions.greedy().within(5))
        .withMessage("minimum length: expected less than the maximum length 5, found 5");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatContradictsOrIsOutOfRange(
      String message, UnaryOperator<GenerationOptions.Builder> options) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.apply(GenerationOptions.builder()).build())
        .withMessageContaining(message);
  }
}
