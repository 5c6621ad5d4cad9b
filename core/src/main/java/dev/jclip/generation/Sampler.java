package dev.jclip.generation;

import dev.jclip.generation.GenerationOptions.Strategy;
import java.util.SplittableRandom;

/** Draws tokens by their probabilities, the same ones by the same seed. */
final class Sampler implements TokenChoice {
  private final Strategy.Sampling sampling;
  private final SplittableRandom random;

  /**
   * Makes a sampler.
   *
   * @param sequence which sequence of its input it draws for
   */
  Sampler(Strategy.Sampling sampling, int sequence) {
    this.sampling = sampling;
    var root = new SplittableRandom(sampling.seed());
    for (int i = 0; i < sequence; i++) {
      root.split();
    }
    random = root.split();
  }

  @Override
  public int choose(float[] logits) {
    float[] scaled = new float[logits.length];
    for (int id = 0; id < scaled.length; id++) {
      scaled[id] = (float) (logits[id] / sampling.temperature());
    }
    int most = Math.min(sampling.topK().orElse(scaled.length), scaled.length);
    if (most == scaled.length && sampling.topP() == 1) {
      return drawFromAll(scaled);
    }
    return drawFrom(LargestScores.of(scaled, most), Logits.logSum(scaled));
  }

  private int drawFromAll(float[] logits) {
    double logSum = Logits.logSum(logits);
    double rest = random.nextDouble();
    int last = Logits.largest(logits);
    for (int id = 0; id < logits.length; id++) {
      double probability = Math.exp(logits[id] - logSum);
      rest -= probability;
      if (rest < 0) {
        return id;
      }
      if (probability > 0) {
        last = id;
      }
    }
    return last;
  }

  /** Of those that come first, as many as have the probability of the nucleus together. */
  private int drawFrom(LargestScores largest, double logSumOfAll) {
    double[] probabilities = new double[largest.count()];
    double logSum = sampling.topK().isPresent() ? largest.logSum() : logSumOfAll;
    double together = 0;
    int kept = 0;
    while (kept < probabilities.length && (kept == 0 || together < sampling.topP())) {
      probabilities[kept] = Math.exp(largest.score(kept) - logSum);
      together += probabilities[kept];
      kept++;
    }
    double rest = random.nextDouble() * together;
    int chosen = 0;
    for (int i = 0; i < kept && rest >= 0; i++) {
      rest -= probabilities[i];
      if (probabilities[i] > 0) {
        chosen = i;
      }
    }
    return largest.place(chosen);
  }
}
