package dev.jclip.train.watch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What one step of the optimiser showed. Losses and norms are what was measured, NaN and infinities
 * too. Immutable.
 *
 * @param step from 1, over all epochs
 * @param epoch how often the data has been seen, with fractions
 * @param samplesSeen examples since the start of the run, with this step's
 * @param loss of the whole batch, in nats
 * @param gradientNorm Euclidean, over all trained parameters, before clipping
 * @param learningRate with which the step was taken
 * @param batchSize examples of the step, accumulated ones too
 * @param samplesPerSecond examples, with the time that waiting for data took
 * @param dataWaitFraction share of the step's time in which it waited for data, 0..1
 * @param weightFigures what the objective says of the weights after the step
 * @param batchFigures what it says of the batch
 */
public record StepReport(
    long step,
    double epoch,
    long samplesSeen,
    double loss,
    double gradientNorm,
    double learningRate,
    int batchSize,
    double samplesPerSecond,
    double dataWaitFraction,
    SequencedMap<Figure, Number> weightFigures,
    SequencedMap<Figure, Number> batchFigures) {
  /** Checks what the loop counts, and copies the figures. */
  public StepReport {
    if (step < 1) {
      throw new IllegalArgumentException("step " + step + ": steps count from 1");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize " + batchSize + ": must be at least 1");
    }
    weightFigures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weightFigures));
    batchFigures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(batchFigures));
  }

  /** A report of a step, of which nothing but its number is said yet. */
  public static Builder of(long step) {
    return new Builder(step);
  }

  /** One of the objective's figures; NaN where the step does not have it. */
  public double figure(Figure figure) {
    Number found = weightFigures.getOrDefault(figure, batchFigures.get(figure));
    return found == null ? Double.NaN : found.doubleValue();
  }

  /** How long the step took, in seconds. */
  public double seconds() {
    return batchSize / samplesPerSecond;
  }

  /** Gathers a report. For one thread. */
  public static final class Builder {
    private final long step;
    private double epoch;
    private long samplesSeen;
    private double loss;
    private double gradientNorm;
    private double learningRate;
    private int batchSize;
    private double samplesPerSecond;
    private double dataWaitFraction;
    private SequencedMap<Figure, Number> weightFigures = new LinkedHashMap<>();
    private SequencedMap<Figure, Number> batchFigures = new LinkedHashMap<>();

    private Builder(long step) {
      this.step = step;
    }

    /** Says how far the run is. */
    public Builder seen(long samples, double epochs) {
      samplesSeen = samples;
      epoch = epochs;
      return this;
    }

    /** Says what the batch lost, and what it showed besides. */
    public Builder lost(double value, SequencedMap<Figure, Number> figures) {
      loss = value;
      batchFigures = figures;
      return this;
    }

    /** Says how the weights were changed. */
    public Builder changed(double norm, double rate) {
      gradientNorm = norm;
      learningRate = rate;
      return this;
    }

    /** Says what the weights are like after it. */
    public Builder weights(SequencedMap<Figure, Number> figures) {
      weightFigures = figures;
      return this;
    }

    /** Says how large the batch was, how fast it was computed, and how long it was waited for. */
    public Builder took(int examples, double examplesPerSecond, double waitFraction) {
      batchSize = examples;
      samplesPerSecond = examplesPerSecond;
      dataWaitFraction = waitFraction;
      return this;
    }

    /** The report. */
    public StepReport build() {
      return new StepReport(
          step,
          epoch,
          samplesSeen,
          loss,
          gradientNorm,
          learningRate,
          batchSize,
          samplesPerSecond,
          dataWaitFraction,
          weightFigures,
          batchFigures);
    }
  }
}
