package dev.jclip.train.watch;

import java.util.Collection;
import java.util.HashMap;

/**
 * What one step of the optimiser showed. Losses and norms are what was measured, NaN and infinities
 * too. Immutable.
 *
 * @param step from 1, over all epochs
 * @param epoch how often the data has been seen, with fractions
 * @param samplesSeen pairs since the start of the run, with this step's
 * @param loss of the whole batch, in nats
 * @param gradientNorm Euclidean, over all trained parameters, before clipping
 * @param logitScale by which cosines are multiplied, exponentiated; after the step
 * @param learningRate with which the step was taken
 * @param batchSize pairs that are contrasted with each other, accumulated ones too
 * @param samplesPerSecond pairs, with the time that waiting for data took
 * @param dataWaitFraction share of the step's time in which it waited for data, 0..1
 * @param features how the batch's embeddings lie
 * @param duplicateCaptions see {@link #duplicates}
 */
public record StepReport(
    long step,
    double epoch,
    long samplesSeen,
    double loss,
    double gradientNorm,
    double logitScale,
    double learningRate,
    int batchSize,
    double samplesPerSecond,
    double dataWaitFraction,
    FeatureStatistics features,
    int duplicateCaptions) {
  /** Checks what the loop counts. */
  public StepReport {
    if (step < 1) {
      throw new IllegalArgumentException("step " + step + ": steps count from 1");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize " + batchSize + ": must be at least 1");
    }
    if (duplicateCaptions < 0 || duplicateCaptions > batchSize) {
      throw new IllegalArgumentException(
          "duplicateCaptions " + duplicateCaptions + ": must be in 0.." + batchSize);
    }
  }

  /**
   * Counts the captions of a batch that are no caption of theirs alone: of {@code [a, b, a]} two.
   * Each is a false negative to the pictures of the others.
   *
   * @param captions as the model sees them, compared by {@code equals}
   */
  public static int duplicates(Collection<?> captions) {
    var counts = new HashMap<Object, Integer>();
    captions.forEach(caption -> counts.merge(caption, 1, Integer::sum));
    return counts.values().stream().filter(count -> count > 1).mapToInt(count -> count).sum();
  }

  /** How long the step took, in seconds. */
  public double seconds() {
    return batchSize / samplesPerSecond;
  }
}
