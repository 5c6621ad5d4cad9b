package dev.jclip.moderation.decision;

import static dev.jclip.moderation.decision.FixedVectors.axis;
import static dev.jclip.moderation.decision.FixedVectors.background;
import static dev.jclip.moderation.decision.FixedVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.background.UnrelatedTexts;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Concept;
import dev.jclip.moderation.policy.HeadReference;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.policy.Severity;
import dev.jclip.moderation.score.CategoryCalibration;
import dev.jclip.moderation.score.LearnedHead;
import dev.jclip.moderation.score.PolicyScorer;
import dev.jclip.moderation.view.Box;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.TensorToWrite;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  private static final Map<String, float[]> TEXTS =
      Map.of(
          "a gun", axis(0),
          "a pistol", vector(0.9, 0.3),
          "a drill", axis(1),
          "a toy gun", vector(0.8, 0, 0.6),
          "a joint", axis(3));
  private static final Concept GUN = concept(List.of("a gun"), List.of("a drill"), List.of());
  private static final Concept JOINT = concept(List.of("a joint"), List.of(), List.of());
  private static final Box WHOLE = new Box(0, 0, 40, 30);
  private static final Box LEFT = new Box(0, 0, 15, 15);
  private static final Box RIGHT = new Box(25, 0, 15, 15);

  @TempDir Path folder;

  private static Concept concept(
      List<String> sentences, List<String> counters, List<String> exceptions) {
    return new Concept(sentences, counters, exceptions);
  }

  private static Category category(String name, Action action, Concept... concepts) {
    return new Category(name, Severity.HIGH, action, 0.5, List.of(concepts), List.of());
  }

  private static Judge judge(
      Map<String, CategoryCalibration> calibrations, Category... categories) {
    return new Judge(
        PolicyScorer.of(
            new Policy("ours", Action.FLAG, List.of(categories)),
            new FixedVectors(TEXTS),
            calibrations));
  }

  private static Judge judge(Concept... concepts) {
    return judge(Map.of(), category("weapons", Action.BLOCK, concepts));
  }

  private static EmbeddedImage image(float[] embedding) {
    return new EmbeddedImage(List.of(WHOLE), List.of(embedding), List.of());
  }

  private static CategoryDecision only(Decision decision) {
    assertThat(decision.categories()).hasSize(1);
    return decision.categories().getFirst();
  }

  @Test
  void theProbabilityIsThatOfASoftmaxOverSentenceCountersAndBackground() {
    float[] image = vector(0.5, 0.45, 0, 0, 0, 0.4);
    double scale = FixedVectors.SCALE;
    double sentence = Math.exp(scale * image[0]);
    double counter = Math.exp(scale * image[1]);
    double others = UnrelatedTexts.all().size() * Math.exp(scale * image[5]);

    CategoryDecision decision = only(judge(GUN).decide(image(image)));

    assertThat(decision.probability())
        .isCloseTo(sentence / (sentence + counter + others), within(1e-5));
    assertThat(decision.probability()).isBetween(0.05, 0.95);
  }

  /** Of the whole image the embedding counts, of its parts the highest evidence. */
  @Test
  void whatWasLearnedJudgesInsteadOfTheSentences() {
    Judge plain = judge(GUN);
    var head = new LearnedHead(new float[] {0, 0, 0, 0, 0, 2}, 3, 0.5);
    Judge learned = new Judge(plain.scorer().learned(Map.of("weapons", head)));
    float[] gun = vector(0.9, 0.1, 0, 0, 0, 0.2);
    float[] street = vector(0, 0, 0, 0.5, 0, 0.9);
    var image =
        new EmbeddedImage(List.of(WHOLE, LEFT, RIGHT), List.of(street, street, gun), List.of());

    CategoryDecision decision = only(learned.decide(image));

    double evidence = plain.scorer().categories().getFirst().excess(plain.views(image), 0.25);
    assertThat(decision.learned()).isTrue();
    assertThat(decision.probability())
        .isCloseTo(1 / (1 + Math.exp(-(2 * street[5] + 3 * evidence + 0.5))), within(1e-12));
    assertThat(decision.sentence()).contains("a gun");
    assertThat(decision.region()).contains(RIGHT);
    assertThat(only(learned.decideText(gun))).isEqualTo(only(plain.decideText(gun)));
    Judge others = new Judge(plain.scorer().learned(Map.of("tobacco", head)));
    assertThat(others.decide(image)).isEqualTo(plain.decide(image));
  }

  @Test
  void anEmbeddingThatIsNoNumberIsRefusedAndNotAllowed() {
    Judge judge = judge(GUN);

    assertThatThrownBy(() -> judge.decide(image(vector(Double.NaN))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("finite numbers");
  }

  @Test
  void anImageOfTheConceptBelongsToTheCategory() {
    Decision decision = judge(GUN).decide(image(vector(0.9, 0.1, 0, 0, 0, 0.2)));

    assertThat(only(decision))
        .isEqualTo(
            new CategoryDecision(
                "weapons",
                Severity.HIGH,
                Action.BLOCK,
                0.5,
                only(decision).probability(),
                Optional.of("a gun"),
                Optional.empty(),
                false,
                Optional.empty()));
    assertThat(only(decision).isHit()).isTrue();
    assertThat(decision.action()).isEqualTo(Action.BLOCK);
    assertThat(decision.flagged()).isTrue();
  }

  @Test
  void anImageOfSomethingElseDoesNot() {
    for (float[] other : List.of(axis(4), background(), vector(0.6, 0.7), axis(1))) {
      Decision decision = judge(GUN).decide(image(other));
      assertThat(only(decision).isHit()).isFalse();
      assertThat(decision.hits()).isEmpty();
      assertThat(decision.action()).isEqualTo(Action.ALLOW);
      assertThat(decision.flagged()).isFalse();
    }
  }

  @Test
  void anExceptionSuppresses() {
    float[] toy = vector(0.8, 0, 0.6);
    float[] real = vector(1, 0, 0.1);
    Concept withException = concept(List.of("a gun"), List.of(), List.of("a toy gun"));
    Concept without = concept(List.of("a gun"), List.of(), List.of());

    assertThat(only(judge(without).decide(image(toy))).isHit()).isTrue();
    assertThat(only(judge(withException).decide(image(toy))).probability())
        .isLessThan(only(judge(without).decide(image(toy))).probability());
    assertThat(only(judge(withException).decide(image(real))))
        .isEqualTo(only(judge(without).decide(image(real))));
  }

  @Test
  void anExceptionTakesOffByHowMuchItIsNearer() {
    float[] toy = vector(0.3, 0, 0.9);
    Concept concept = concept(List.of("a gun"), List.of(), List.of("a toy gun"));
    Judge judge = judge(concept);
    Judge without = judge(concept(List.of("a gun"), List.of(), List.of()));
    double exceptionCosine = 0.8 * toy[0] + 0.6 * toy[2];

    double excess = judge.scorer().categories().getFirst().excess(judge.views(image(toy)), 1);

    assertThat(excess)
        .isCloseTo(
            without.scorer().categories().getFirst().excess(without.views(image(toy)), 1)
                - (exceptionCosine - toy[0]),
            within(1e-6));
  }

  @Test
  void theBestOfSeveralSentencesIsNamed() {
    Judge judge = judge(concept(List.of("a gun", "a pistol"), List.of(), List.of()));

    assertThat(only(judge.decide(image(axis(0)))).sentence()).contains("a gun");
    assertThat(only(judge.decide(image(vector(0.9, 0.35)))).sentence()).contains("a pistol");
  }

  @Test
  void theBestOfSeveralConceptsCounts() {
    Judge judge = judge(GUN, JOINT);

    assertThat(only(judge.decide(image(axis(3)))).sentence()).contains("a joint");
    assertThat(only(judge.decide(image(axis(3)))).isHit()).isTrue();
    assertThat(only(judge.decide(image(axis(0)))).sentence()).contains("a gun");
    assertThat(only(judge.decide(image(axis(0)))).isHit()).isTrue();
  }

  @Test
  void theTileThatIsBestIsTheRegion() {
    Judge judge = judge(GUN);

    CategoryDecision right =
        only(
            judge.decide(
                new EmbeddedImage(
                    List.of(WHOLE, LEFT, RIGHT),
                    List.of(background(), vector(0.2, 0, 0, 0, 1), axis(0)),
                    List.of())));
    assertThat(right.region()).contains(RIGHT);
    assertThat(right.isHit()).isTrue();

    CategoryDecision whole =
        only(
            judge.decide(
                new EmbeddedImage(
                    List.of(WHOLE, LEFT, RIGHT),
                    List.of(axis(0), vector(0.8, 0, 0, 0, 1), background()),
                    List.of())));
    assertThat(whole.region()).isEmpty();
    assertThat(whole.isHit()).isTrue();
  }

  @Test
  void stabilityIsTheRangeOfWhatChangesDo() {
    Judge judge = judge(GUN);
    float[] sure = axis(0);
    float[] doubtful = vector(0.6, 0.6, 0, 0, 0, 0.3);
    float[] drill = axis(1);

    assertThat(only(judge.decide(image(sure))).stability()).isEmpty();

    var stable = new EmbeddedImage(List.of(WHOLE), List.of(sure), List.of(sure, vector(1, 0.2)));
    assertThat(only(judge.decide(stable)).stability().orElseThrow().stable()).isTrue();

    var flips =
        new EmbeddedImage(List.of(WHOLE), List.of(doubtful), List.of(sure, drill, doubtful));
    CategoryDecision.Stability stability = only(judge.decide(flips)).stability().orElseThrow();
    assertThat(stability.stable()).isFalse();
    assertThat(stability.minimum()).isEqualTo(only(judge.decide(image(drill))).probability());
    assertThat(stability.maximum()).isEqualTo(only(judge.decide(image(sure))).probability());

    var never = new EmbeddedImage(List.of(WHOLE), List.of(drill), List.of(drill, axis(4)));
    assertThat(only(judge.decide(never)).stability().orElseThrow().stable()).isTrue();
  }

  @Test
  void headsJudgeWholeImagesAndNoTextsAndNoTiles() {
    Path file = folder.resolve("head.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            new TensorToWrite(
                "weight",
                DType.F32,
                new long[] {1, FixedVectors.DIM},
                () -> MemorySegment.ofArray(new float[] {0, 0, 0, 0, 10, 0})),
            new TensorToWrite(
                "bias", DType.F32, new long[] {1}, () -> MemorySegment.ofArray(new float[1]))),
        Map.of());
    var head =
        new HeadReference(
            HeadReference.Kind.AESTHETIC, file, Optional.of(new HeadReference.Bound(false, 5)));
    Judge judge =
        judge(
            Map.of(),
            new Category("pretty", Severity.LOW, Action.FLAG, 0.5, List.of(), List.of(head)),
            new Category("both", Severity.LOW, Action.FLAG, 0.5, List.of(GUN), List.of(head)));

    List<CategoryDecision> whole = judge.decide(image(axis(4))).categories();
    assertThat(whole).allMatch(CategoryDecision::isHit).allMatch(c -> c.sentence().isEmpty());
    assertThat(whole.getFirst().probability()).isCloseTo(1 / (1 + Math.exp(-5)), within(1e-9));

    List<CategoryDecision> gun = judge.decide(image(axis(0))).categories();
    assertThat(gun.get(0).isHit()).isFalse();
    assertThat(gun.get(1).sentence()).contains("a gun");

    assertThat(judge.decideText(axis(4)).hits()).isEmpty();
    assertThat(judge.decideText(axis(0)).hits())
        .extracting(CategoryDecision::name)
        .containsExactly("both");
    var tiled = new EmbeddedImage(List.of(WHOLE, LEFT), List.of(background(), axis(4)), List.of());
    assertThat(judge.decide(tiled).hits()).isEmpty();
  }

  @Test
  void theStrictestActionCounts() {
    Judge judge =
        judge(
            Map.of(),
            category("weapons", Action.BLUR, GUN),
            category("guns", Action.FLAG, GUN),
            category("tobacco", Action.ALLOW, JOINT));

    assertThat(judge.decide(image(axis(0))).action()).isEqualTo(Action.BLUR);
    assertThat(judge.decide(image(axis(0))).hits())
        .extracting(CategoryDecision::name)
        .containsExactly("weapons", "guns");
    Decision allowed = judge.decide(image(axis(3)));
    assertThat(allowed.hits()).extracting(CategoryDecision::name).containsExactly("tobacco");
    assertThat(allowed.action()).isEqualTo(Action.ALLOW);
    assertThat(allowed.flagged()).isFalse();
  }

  @Test
  void aCalibrationPutsTheThreshold() {
    float[] image = vector(0.5, 0.45, 0, 0, 0, 0.4);
    Judge plain = judge(GUN);
    double excess = plain.scorer().categories().getFirst().excess(plain.views(image(image)), 0.25);

    for (double offset : new double[] {excess - 0.01, excess + 0.01}) {
      Judge judge =
          judge(
              Map.of("weapons", new CategoryCalibration(0.25, offset, 30)),
              category("weapons", Action.FLAG, GUN));
      assertThat(only(judge.decide(image(image))).probability())
          .isCloseTo(1 / (1 + Math.exp(-30 * (excess - offset))), within(1e-9));
    }
  }

  @Test
  void theExcessIsThatOfTheBestView() {
    Judge judge = judge(GUN);
    var category = judge.scorer().categories().getFirst();
    var tiled = new EmbeddedImage(List.of(WHOLE, LEFT), List.of(axis(4), axis(0)), List.of());

    assertThat(category.excess(judge.views(tiled), 1))
        .isEqualTo(category.excess(judge.views(image(axis(0))), 1));
  }

  @Test
  void theLengthOfAnEmbeddingDoesNotMatter() {
    float[] image = vector(0.5, 0.5, 0, 0, 0, 0.4);
    float[] longer = image.clone();
    for (int i = 0; i < longer.length; i++) {
      longer[i] *= 8;
    }

    assertThat(only(judge(GUN).decide(image(longer))).probability())
        .isCloseTo(only(judge(GUN).decide(image(image))).probability(), within(1e-5));
  }

  @Test
  void theSameEmbeddingsLeadToTheSameDecision() {
    EmbeddedImage image =
        new EmbeddedImage(
            List.of(WHOLE, LEFT), List.of(vector(1, 1), vector(1, 2)), List.of(vector(2, 1)));

    assertThat(judge(GUN, JOINT).decide(image)).isEqualTo(judge(GUN, JOINT).decide(image));
  }

  @Test
  void everyBoxHasItsView() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbeddedImage(List.of(WHOLE), List.of(), List.of()))
        .withMessageContaining("found 0 for 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbeddedImage(List.of(), List.of(), List.of()));
  }
}
