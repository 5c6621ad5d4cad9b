package dev.jclip.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.generation.GenerationOptions.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of a model of plain numbers. */
class TextGeneratorTest {
  private static final int SEEDS = 40;

  private static GenerationOptions.Builder options() {
    return GenerationOptions.builder().minimumLength(1).maximumLength(8);
  }

  private static List<GeneratedText> texts(long seed, GenerationOptions options) {
    return generate(new RandomModel(seed), 1, options).getFirst();
  }

  private static List<List<GeneratedText>> generate(
      RandomModel model, int inputs, GenerationOptions options) {
    return new TextGenerator(options, RandomModel.END).generate(model, inputs, RandomModel.PREFIX);
  }

  private static GeneratedText best(long seed, GenerationOptions.Builder options) {
    return texts(seed, options.build()).getFirst();
  }

  @Test
  void greedyTakesTheMostProbableTokenEachTime() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var model = new RandomModel(seed);
      GeneratedText text = best(seed, options());
      for (int length = 1; length < text.ids().size() - 1; length++) {
        float[] logits = model.logits(0, text.ids().subList(0, length));
        assertThat(text.ids().get(length)).isEqualTo(Logits.largest(logits));
      }
      assertThat(text.ids()).startsWith(RandomModel.START).endsWith(RandomModel.END);
      assertThat(text.logProbability())
          .isCloseTo(model.logProbability(0, text.ids()), within(1e-9));
    }
  }

  @Test
  void theEndStandsAtTheMaximumLengthAtTheLatest() {
    Set<Boolean> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      GeneratedText text = best(seed, options().maximumLength(4));
      assertThat(text.ids()).hasSizeLessThanOrEqualTo(4).endsWith(RandomModel.END);
      seen.add(text.complete());
      assertThat(text.complete() || text.ids().size() == 4).isTrue();
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void noTextEndsBeforeTheMinimumLength(int beams) {
    boolean wouldEnd = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      wouldEnd |= best(seed, options().beams(beams)).ids().size() <= 5;
      GeneratedText text = best(seed, options().beams(beams).minimumLength(5));
      assertThat(text.ids()).hasSizeGreaterThan(5);
    }
    assertThat(wouldEnd).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aStopTokenEndsATextToo(int beams) {
    boolean stopped = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Integer> ids = best(seed, options().beams(beams).stopTokens(Set.of(2))).ids();
      assertThat(ids.subList(0, ids.size() - 1)).doesNotContain(2, RandomModel.END);
      stopped |= ids.getLast() == 2;
    }
    assertThat(stopped).isTrue();
  }

  @Test
  void aPenaltyMakesRepetitionsLessLiked() {
    float penalty = 4;
    int differing = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var model = new RandomModel(seed);
      List<Integer> ids = best(seed, options().repetitionPenalty(penalty)).ids();
      for (int length = 1; length < ids.size() - 1; length++) {
        float[] logits = model.logits(0, ids.subList(0, length));
        for (int id : new HashSet<>(ids.subList(0, length))) {
          logits[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty;
        }
        assertThat(ids.get(length)).isEqualTo(Logits.largest(logits));
      }
      differing += ids.equals(best(seed, options()).ids()) ? 0 : 1;
    }
    assertThat(differing).isGreaterThan(SEEDS / 2);
  }

  @Test
  void aWideBeamSearchFindsTheBestOfAllTexts() {
    int longest = 5;
    for (int seed = 0; seed < SEEDS; seed++) {
      var model = new RandomModel(seed);
      List<List<Integer>> all = new ArrayList<>();
      addAll(RandomModel.PREFIX, longest, all);
      List<Integer> expected =
          all.stream()
              .max(Comparator.comparingDouble(ids -> model.logProbability(0, ids) / ids.size()))
              .orElseThrow();
      GeneratedText text = best(seed, options().beams(900).maximumLength(longest));
      assertThat(text.ids()).isEqualTo(expected);
      assertThat(text.logProbability())
          .isCloseTo(model.logProbability(0, text.ids()), within(1e-9));
      assertThat(text.score()).isCloseTo(text.logProbability() / text.ids().size(), within(1e-6));
    }
  }

  /** All texts that end, and those of the maximum length. */
  private static void addAll(List<Integer> beginning, int longest, List<List<Integer>> all) {
    if (beginning.getLast() == RandomModel.END || beginning.size() == longest) {
      all.add(beginning);
      return;
    }
    for (int id = 0; id < RandomModel.VOCABULARY; id++) {
      var longer = new ArrayList<>(beginning);
      longer.add(id);
      addAll(longer, longest, all);
    }
  }

  @Test
  void openClipsRankingAddsUpLogits() {
    int differing = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var model = new RandomModel(seed);
      GeneratedText text = best(seed, options().beams(3).ranking(Ranking.OPEN_CLIP_LOGITS));
      double sum = 0;
      for (int length = 1; length < text.ids().size(); length++) {
        sum += model.logits(0, text.ids().subList(0, length))[text.ids().get(length)];
      }
      assertThat(text.score()).isCloseTo(sum / text.ids().size(), within(1e-5));
      differing += text.ids().equals(best(seed, options().beams(3)).ids()) ? 0 : 1;
    }
    assertThat(differing).isPositive();
  }

  @Test
  void groupsOfBeamsBeginDifferently() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<GeneratedText> apart =
          texts(
              seed,
              options().minimumLength(3).beams(3).groups(3).diversityPenalty(100).count(3).build());
      assertThat(apart).hasSize(3);
      assertThat(apart.stream().map(text -> text.ids().get(1))).doesNotHaveDuplicates();
      assertThat(apart)
          .isSortedAccordingTo(Comparator.comparingDouble(GeneratedText::score).reversed());
    }
  }

  @Test
  void groupsWithoutAPenaltyFindTheSameText() {
    var groups = options().beams(6).groups(3).count(6).ranking(Ranking.OPEN_CLIP_LOGITS).build();
    var one = options().beams(2).count(2).ranking(Ranking.OPEN_CLIP_LOGITS).build();
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(texts(seed, groups)).isEqualTo(texts(seed, one));
    }
  }

  @Test
  void theSameSeedDrawsTheSameTexts() {
    var drawn = options().temperature(1).seed(3).count(4).build();
    var other = options().temperature(1).seed(4).count(4).build();
    assertThat(texts(1, drawn)).hasSize(4).isEqualTo(texts(1, drawn));
    assertThat(texts(1, drawn)).isNotEqualTo(texts(1, other));
  }

  @Test
  void tokensAreDrawnByTheirProbabilities() {
    float[] logits = {0, 1, 2, Float.NEGATIVE_INFINITY};
    assertThat(shares(logits, options().temperature(1)))
        .containsExactly(new double[] {0.090, 0.245, 0.665, 0}, within(0.02));
    assertThat(shares(logits, options().temperature(0.5)))
        .containsExactly(new double[] {0.016, 0.117, 0.867, 0}, within(0.02));
    assertThat(shares(logits, options().topK(2)))
        .containsExactly(new double[] {0, 0.269, 0.731, 0}, within(0.02));
    assertThat(shares(logits, options().topP(0.8)))
        .containsExactly(new double[] {0, 0.269, 0.731, 0}, within(0.02));
    assertThat(shares(logits, options().topP(0.5))).containsExactly(0, 0, 1, 0);
    assertThat(shares(logits, options().topK(1))).containsExactly(0, 0, 1, 0);
  }

  private static double[] shares(float[] logits, GenerationOptions.Builder options) {
    int draws = 4000;
    var strategy = (GenerationOptions.Strategy.Sampling) options.build().strategy();
    var sampler = new Sampler(strategy, 2);
    double[] shares = new double[logits.length];
    for (int i = 0; i < draws; i++) {
      shares[sampler.choose(logits)] += 1.0 / draws;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.abs(shares[i] - 1) < 1e-9 ? 1 : shares[i];
    }
    return shares;
  }

  @Test
  void inputsAreTheSameAloneAndTogether() {
    List<UnaryOperator<GenerationOptions.Builder>> strategies =
        List.of(
            greedy -> greedy,
            beams -> beams.beams(4).count(2),
            groups -> groups.beams(4).groups(2),
            drawn -> drawn.temperature(1.3).count(3));
    for (UnaryOperator<GenerationOptions.Builder> strategy : strategies) {
      GenerationOptions options = strategy.apply(options()).build();
      for (int seed = 0; seed < SEEDS; seed++) {
        List<List<GeneratedText>> together = generate(new RandomModel(seed), 3, options);
        int input = 2;
        var alone = new RandomModel(seed);
        NextTokens third =
            (rows, tokens) ->
                alone.advance(alone.rowCounts().isEmpty() ? new int[] {input} : rows, tokens);
        assertThat(
                new TextGenerator(options, RandomModel.END)
                    .generate(third, 1, RandomModel.PREFIX)
                    .getFirst())
            .isEqualTo(together.get(input));
      }
    }
  }

  @Test
  void aTextThatHasEndedTakesNoMoreRows() {
    var model = new RandomModel(11);
    List<List<GeneratedText>> texts = generate(model, 6, options().build());
    List<Integer> expected =
        IntStream.range(0, model.rowCounts().size())
            .map(
                call ->
                    (int)
                        texts.stream()
                            .filter(text -> text.getFirst().ids().size() > call + 1)
                            .count())
            .boxed()
            .toList();
    assertThat(model.rowCounts()).isEqualTo(expected);
    assertThat(new HashSet<>(expected)).hasSizeGreaterThan(2);
  }

  @Test
  void tokensAreHeardWhenTheyAreChosen() {
    var generator = new TextGenerator(options().temperature(1).count(2).build(), RandomModel.END);
    var heard = new ArrayList<List<Integer>>();
    IntStream.range(0, 4).forEach(_ -> heard.add(new ArrayList<>(RandomModel.PREFIX)));
    List<List<GeneratedText>> texts =
        generator.generate(
            new RandomModel(5),
            2,
            RandomModel.PREFIX,
            (input, sequence, token) -> heard.get(2 * input + sequence).add(token));
    assertThat(texts.stream().flatMap(List::stream).map(GeneratedText::ids))
        .containsExactlyInAnyOrderElementsOf(heard);
  }

  @Test
  void aBeamSearchIsNotHeard() {
    var generator = new TextGenerator(options().beams(2).build(), RandomModel.END);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> generator.generate(new RandomModel(1), 1, RandomModel.PREFIX, (_, _, _) -> {}))
        .withMessageContaining("streaming");
  }

  @Test
  void aPrefixMustLeaveRoom() {
    var generator = new TextGenerator(options().maximumLength(3).build(), RandomModel.END);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generator.generate(new RandomModel(1), 1, List.of(5, 1, 1)))
        .withMessageContaining("prefix: expected 1 to 2 ids");
    assertThatIllegalArgumentException().isThrownBy(() -> new TextGenerator(options().build(), -1));
  }
}
