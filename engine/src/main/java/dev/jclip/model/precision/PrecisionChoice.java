package dev.jclip.model.precision;

import dev.jclip.config.Precision;

/** How a model decides what it computes in. */
public sealed interface PrecisionChoice {
  /** As told. */
  record Fixed(Precision precision) implements PrecisionChoice {}

  /**
   * The fastest on this machine whose embeddings are those of float32 to within {@link
   * Calibration#LEAST_MEAN}: measured when a tower is first used, and remembered.
   */
  record Measured(PrecisionMemory memory) implements PrecisionChoice {}
}
