package dev.jclip.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jclip.train.contrastive.ContrastiveKind;
import dev.jclip.train.contrastive.ContrastiveRules;
import dev.jclip.train.loss.FeatureStatistics;
import dev.jclip.train.loss.LossKind;
import dev.jclip.train.watch.Diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real runs of a small model, recorded step by step, and runs simulated after them. */
class TrainingDoctorTest {
  private static final double LN_64 = Math.log(64);

  // Real runs.

  @ParameterizedTest
  @CsvSource({
    "healthy, CONTRASTIVE, 100",
    "long-warmup, CONTRASTIVE, 200",
    "healthy-sigmoid, SIGMOID, 100",
    "small-batch, CONTRASTIVE, 50"
  })
  void healthyRunsRaiseNothing(String name, LossKind loss, long warmup) {
    List<StepReport> trace = Traces.read(name);
    assertThat(trace).hasSize(400);
    assertThat(examine(doctor(loss, warmup, 400), trace)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tiny-rate, 50, LOSS_AT_CHANCE 250",
    "duplicates, 50, DUPLICATE_CAPTIONS 100",
    // The dead model is thrown about before it is certain that it stays dead.
    "huge-rate, 5, GRADIENTS_EXPLODE 155; LOSS_SPIKE 159; FEATURES_COLLAPSED 205"
  })
  void illRunsAreDiagnosed(String name, long warmup, String diagnoses) {
    assertThat(examine(doctor(warmup), Traces.read(name)))
        .extracting(diagnosis -> diagnosis.kind() + " " + diagnosis.step())
        .containsExactly(diagnoses.split("; ", -1));
  }

  // Simulated runs.

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void simulatedHealthyRunsRaiseNothing(int seed) {
    var random = new Random(seed);
    int batch = 16 << seed;
    double chance = Math.log(batch);
    assertThat(
            run(
                doctor(LossKind.CONTRASTIVE, 2000, 20_000),
                4000,
                step -> {
                  // At chance for 400 steps of the warm-up, collapsed as models are at first.
                  double learned = Math.max(0, 1 - Math.exp(-(step - 400) / 1000.0));
                  return Reports.HEALTHY
                      .batchSize(batch)
                      .loss(chance * (1 - 0.7 * learned) + 0.1 * random.nextGaussian())
                      .gradientNorm(
                          (1 + 9 * learned) * Math.exp(0.3 * random.nextGaussian())
                              + (step < 20 ? 20.0 / step : 0))
                      .learningRate(1e-3 * Math.min(1, step / 2000.0))
                      .logitScale(14 + 80 * learned)
                      .dataWaitFraction(step < 5 ? 0.99 : 0.1 * random.nextDouble())
                      .duplicateCaptions(random.nextInt(batch / 16))
                      .features(
                          new FeatureStatistics(
                              0.1 + 0.6 * learned,
                              0.1 - 0.05 * learned,
                              0.0008 + 0.5 * learned,
                              0.05 + 0.5 * learned));
                }))
        .isEmpty();
  }

  @Test
  void lossAtChanceIsSaidAfterTheWarmUpAndPatience() {
    Reports stuck = Reports.HEALTHY.loss(4.163).features(features(0.31, 0.309, 0.2));
    List<Diagnosis> found = run(doctor(LossKind.CONTRASTIVE, 1000, 9000), 3000, _ -> stuck);
    assertThat(found)
        .containsExactly(
            new Diagnosis(
                ContrastiveKind.LOSS_AT_CHANCE,
                Severity.ERROR,
                1200,
                "Nothing is learned: over the last 100 steps the loss was 4.163, no better than"
                    + " ln 64 = 4.159, which a model has that knows nothing; pairs had a cosine of"
                    + " 0.310, others of 0.309.",
                "Look whether images and captions belong together as the model gets them, and"
                    + " whether the learning rate is far too low or too high.",
                List.of(Remedy.LEARNING_RATE)));
  }

  @Test
  void noWarmUpIsWaitedForTooLong() {
    Reports stuck = Reports.HEALTHY.loss(LN_64);
    assertThat(run(doctor(LossKind.CONTRASTIVE, 10_000, 90_000), 3000, _ -> stuck))
        .extracting(Diagnosis::step)
        .containsExactly(2200L);
  }

  @Test
  void theSigmoidLossHasItsOwnChance() {
    // 64 ln 64 - 63 ln 63, and not ln 64: a sigmoid loss between them has learned something.
    Reports stuck = Reports.HEALTHY.loss(5.151);
    List<Diagnosis> found = run(doctor(LossKind.SIGMOID, 0, 900), 300, _ -> stuck);
    assertThat(found).extracting(Diagnosis::kind).containsExactly(ContrastiveKind.LOSS_AT_CHANCE);
    assertThat(found.getFirst().sentence())
        .contains("the loss was 5.151, no better than the level of the bias alone = 5.151,");
    assertThat(run(doctor(LossKind.SIGMOID, 0, 900), 300, _ -> Reports.HEALTHY.loss(LN_64 + 0.1)))
        .isEmpty();
  }

  @Test
  void chanceIsTheBestOfModelsThatKnowNothing() {
    for (int n : new int[] {1, 2, 5, 64, 32_768}) {
      double best = Double.POSITIVE_INFINITY;
      for (double logit = -14; logit < 14; logit += 0.0005) {
        best = Math.min(best, Math.log1p(Math.exp(-logit)) + (n - 1) * Math.log1p(Math.exp(logit)));
      }
      assertThat(LossKind.SIGMOID.chance(n)).isBetween(best - 1e-5, best + 1e-5);
      assertThat(LossKind.CONTRASTIVE.chance(n)).isEqualTo(Math.log(n));
    }
  }

  @Test
  void batchesOfOnePairAreWarnedOfAtOnceAndAreNoCollapse() {
    Reports single = Reports.HEALTHY.batchSize(1).loss(0).features(features(0.3, Double.NaN, 0));
    for (LossKind loss : LossKind.values()) {
      List<Diagnosis> found = run(doctor(loss, 0, 900), 300, _ -> single);
      assertThat(found).extracting(Diagnosis::kind).containsExactly(ContrastiveKind.BATCH_OF_ONE);
      assertThat(found.getFirst().step()).isEqualTo(1);
      assertThat(found.getFirst().sentence())
          .isEqualTo(
              "Each batch is a single pair, so no image is contrasted with another one's caption"
                  + " (the loss at step 1 is 0.0000), and without that a model does not learn to"
                  + " tell images apart.");
      assertThat(found.getFirst().advice()).contains("larger batch").contains("accumulate");
      assertThat(found.getFirst().remedies())
          .containsExactly(Remedy.BATCH_SIZE, Remedy.ACCUMULATION);
    }
    assertThat(run(doctor(0), 50, _ -> Reports.HEALTHY.batchSize(2))).isEmpty();
  }

  @Test
  void collapseIsSaidWithItsNumbersAndNotAsLossAtChance() {
    Reports collapsed = Reports.HEALTHY.loss(LN_64).features(features(0.999, 0.999, 0.0002));
    List<Diagnosis> found = run(doctor(0), 1000, _ -> collapsed);
    assertThat(found)
        .extracting(Diagnosis::kind)
        .containsExactly(ContrastiveKind.FEATURES_COLLAPSED);
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "The features collapse: over the last 100 steps the spread of the images was 0.0002"
                + " and that of the captions 0.0002 (0 where all embeddings are the same), and"
                + " pairs had a cosine of 0.999, others of 0.999.");
  }

  @Test
  void oneCollapsedTowerIsEnough() {
    var images = new FeatureStatistics(0.5, 0.5, 1e-5, 0.4);
    var texts = new FeatureStatistics(0.5, 0.5, 0.4, 1e-5);
    for (FeatureStatistics features : List.of(images, texts)) {
      assertThat(run(doctor(0), 300, _ -> Reports.HEALTHY.features(features)))
          .extracting(Diagnosis::kind)
          .containsExactly(ContrastiveKind.FEATURES_COLLAPSED);
    }
  }

  @Test
  void temperatureAtItsMaximumIsSaidAfterManySteps() {
    assertThat(run(doctor(0), 500, step -> Reports.HEALTHY.logitScale(step < 200 ? 90 : 99.99998)))
        .containsExactly(
            new Diagnosis(
                ContrastiveKind.TEMPERATURE_AT_MAXIMUM,
                Severity.WARNING,
                299,
                "The temperature is saturated: the logit scale was at its maximum, 100.0, over the"
                    + " last 100 steps, at a loss of 2.000.",
                "Late in a long run that is usual; early, lower the learning rate, and if the"
                    + " validation gets worse, the model knows its training pairs by heart: use"
                    + " more data or augmentation.",
                List.of(Remedy.LEARNING_RATE)));
    assertThat(run(doctor(0), 500, step -> Reports.HEALTHY.logitScale(step % 99 == 0 ? 99.5 : 100)))
        .isEmpty();
  }

  @Test
  void temperatureAtItsMinimumIsSaid() {
    List<Diagnosis> found = run(doctor(0), 500, _ -> Reports.HEALTHY.logitScale(1.0));
    assertThat(found)
        .extracting(Diagnosis::kind)
        .containsExactly(ContrastiveKind.TEMPERATURE_AT_MINIMUM);
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "The temperature has collapsed: the logit scale was at most 1.5 over the last 100"
                + " steps, now 1.000, so that the loss hardly sees the cosines.");
  }

  @Test
  void duplicateCaptionsAreCountedOverTheWindow() {
    List<Diagnosis> found =
        run(doctor(0), 500, step -> Reports.HEALTHY.duplicateCaptions(step % 2 == 0 ? 0 : 16));
    assertThat(found)
        .extracting(Diagnosis::kind)
        .containsExactly(ContrastiveKind.DUPLICATE_CAPTIONS);
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "Captions are false negatives of each other: over the last 100 steps, 13% of them"
                + " stood more than once in their batch of 64.");
    assertThat(run(doctor(0), 500, _ -> Reports.HEALTHY.duplicateCaptions(6))).isEmpty();
    assertThat(
            run(
                doctor(LossKind.SAMPLED, 0, 100_000),
                500,
                _ -> Reports.HEALTHY.duplicateCaptions(16)))
        .as("equal captions count once")
        .isEmpty();
  }

  @Test
  void explodingGradientsAreSaid() {
    List<Diagnosis> found =
        run(doctor(0), 300, step -> Reports.HEALTHY.gradientNorm(step == 250 ? 90 : 1.5));
    assertThat(found)
        .containsExactly(
            new Diagnosis(
                CommonKind.GRADIENTS_EXPLODE,
                Severity.ERROR,
                250,
                "The gradients explode: their norm at step 250 is 90.00 before clipping, 60 times the"
                    + " median of the last 100 steps, 1.500.",
                "Clip gradients, such as to a norm of 1, and lower the learning rate if it comes"
                    + " again.",
                List.of(Remedy.GRADIENT_CLIPPING, Remedy.LEARNING_RATE)));
    assertThat(run(doctor(0), 300, step -> Reports.HEALTHY.gradientNorm(step == 250 ? 25 : 1.5)))
        .isEmpty();
  }

  @Test
  void vanishingGradientsAreSaid() {
    List<Diagnosis> found = run(doctor(0), 300, _ -> Reports.HEALTHY.gradientNorm(3e-6));
    assertThat(found).extracting(Diagnosis::kind).containsExactly(CommonKind.GRADIENTS_VANISH);
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "The gradients vanish: the median of their norms over the last 100 steps is 3.00e-06,"
                + " at a loss of 2.0000.");
  }

  @Test
  void lossSpikesAreSaid() {
    List<Diagnosis> found =
        run(doctor(0), 300, step -> Reports.HEALTHY.loss(step == 250 ? 3.9 : 2 + step % 3 * 0.1));
    assertThat(found).extracting(Diagnosis::kind).containsExactly(CommonKind.LOSS_SPIKE);
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "The loss spikes: 3.900 at step 250, after a median of 2.100 over the last 100 steps.");
    assertThat(
            run(doctor(0), 300, step -> Reports.HEALTHY.loss(step == 250 ? 3 : 2 + step % 3 * 0.1)))
        .isEmpty();
    // So steady that every deviation is many of the usual ones.
    assertThat(run(doctor(0), 300, step -> Reports.HEALTHY.loss(step == 250 ? 2.4 : 2))).isEmpty();
  }

  @Test
  void waitingForDataIsSaid() {
    List<Diagnosis> found =
        run(doctor(0), 300, step -> Reports.HEALTHY.dataWaitFraction(step > 100 ? 0.8 : 0.1));
    assertThat(found).extracting(Diagnosis::kind).containsExactly(CommonKind.DATA_STARVATION);
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "Training waits for data: 51% of the time over the last 100 steps, at 320 samples/s.");
  }

  @Test
  void aLearningRateThatStaysZeroIsSaidAtOnceAndAlone() {
    Reports still = Reports.HEALTHY.learningRate(0).loss(LN_64);
    List<Diagnosis> found = run(doctor(0), 300, _ -> still);
    assertThat(found)
        .extracting(Diagnosis::kind, Diagnosis::step)
        .containsExactly(tuple(CommonKind.LEARNING_RATE_ZERO, 10L));
    assertThat(found.getFirst().sentence())
        .isEqualTo(
            "The learning rate was 0 over the last 10 steps, up to step 10, so nothing changes.");
    assertThat(run(doctor(0), 50, step -> Reports.HEALTHY.learningRate(step < 10 ? 0 : 1e-3)))
        .isEmpty();
  }

  @Test
  void aWarmUpLongerThanTheRunIsSaidOnTheFirstStep() {
    assertThat(run(doctor(LossKind.CONTRASTIVE, 10_000, 2000), 50, _ -> Reports.HEALTHY))
        .containsExactly(
            new Diagnosis(
                CommonKind.WARMUP_TOO_LONG,
                Severity.WARNING,
                1,
                "The warm-up of 10000 steps does not end within the run of 2000, so the learning"
                    + " rate only gets to 20% of what was asked for.",
                "Set a shorter warm-up, or train longer.",
                List.of(Remedy.WARMUP)));
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1.5", "Infinity, 1.5", "2, NaN", "2, Infinity"})
  void whatIsNotFiniteIsFatalAtOnce(double loss, double norm) {
    List<Diagnosis> found =
        run(
            doctor(0),
            9,
            step -> step < 3 ? Reports.HEALTHY : Reports.HEALTHY.loss(loss).gradientNorm(norm));
    assertThat(found)
        .containsExactly(
            new Diagnosis(
                CommonKind.NOT_FINITE,
                Severity.FATAL,
                3,
                "At step 3 the loss is "
                    + loss
                    + " and the gradient's norm "
                    + norm
                    + ", so the weights are lost.",
                "Resume from the last checkpoint with a lower learning rate, a longer warm-up or a"
                    + " lower norm to which gradients are clipped.",
                List.of(Remedy.LEARNING_RATE, Remedy.WARMUP, Remedy.GRADIENT_CLIPPING)));
  }

  @Test
  void oneStepThatIsNotFiniteLeavesTheOtherFiguresAlone() {
    List<Diagnosis> found =
        run(
            doctor(0),
            600,
            step ->
                Reports.HEALTHY.loss(
                    step == 150 || step == 300 ? Double.POSITIVE_INFINITY : LN_64));
    assertThat(found)
        .extracting(Diagnosis::kind)
        .containsExactly(
            CommonKind.NOT_FINITE, ContrastiveKind.LOSS_AT_CHANCE, CommonKind.NOT_FINITE);
  }

  // Once each.

  @Test
  void anIllnessIsSaidAgainOnlyAfterItHasEnded() {
    // Ill from 100, hovering between the levels from 400, well from 600, ill again from 900.
    LongFunction<Reports> starved =
        step ->
            Reports.HEALTHY.dataWaitFraction(
                step < 100 ? 0.1 : step < 400 ? 0.9 : step < 600 ? 0.4 : step < 900 ? 0.1 : 0.9);
    assertThat(run(doctor(0), 400, starved)).hasSize(1);
    assertThat(run(doctor(0), 899, starved)).hasSize(1);
    assertThat(run(doctor(0), 1200, starved)).hasSize(2);
    LongFunction<Reports> hovering =
        step -> Reports.HEALTHY.dataWaitFraction(step / 200 % 2 == 1 ? 0.9 : 0.35);
    assertThat(run(doctor(0), 2000, hovering)).hasSize(1);
  }

  @Test
  void aSpikeInSeveralStepsIsOneAndALaterOneAnother() {
    LongFunction<Reports> spikes =
        step ->
            Reports.HEALTHY.loss(
                step == 200 || step == 203 || step == 215 || step == 300 ? 3.5 : 2);
    assertThat(run(doctor(0), 400, spikes)).extracting(Diagnosis::step).containsExactly(200L, 300L);
  }

  @Test
  void aRunThatRecoversFromChanceMayFallBack() {
    LongFunction<Reports> relapsing =
        step -> Reports.HEALTHY.loss(step < 400 || step > 700 ? LN_64 : LN_64 - 0.3);
    assertThat(run(doctor(0), 1000, relapsing)).extracting(Diagnosis::step).hasSize(2);
  }

  private static TrainingDoctor doctor(LossKind loss, long warmup, long total) {
    return new TrainingDoctor(ContrastiveRules.of(loss, warmup, total));
  }

  private static TrainingDoctor doctor(long warmup) {
    return doctor(LossKind.CONTRASTIVE, warmup, 100_000);
  }

  private static FeatureStatistics features(double pair, double negative, double spread) {
    return new FeatureStatistics(pair, negative, spread, spread);
  }

  private static List<Diagnosis> run(
      TrainingDoctor doctor, int steps, LongFunction<Reports> reports) {
    var trace = new ArrayList<StepReport>();
    for (long step = 1; step <= steps; step++) {
      trace.add(reports.apply(step).at(step));
    }
    return examine(doctor, trace);
  }

  private static List<Diagnosis> examine(TrainingDoctor doctor, List<StepReport> trace) {
    return trace.stream().flatMap(report -> doctor.examine(report).stream()).toList();
  }
}
