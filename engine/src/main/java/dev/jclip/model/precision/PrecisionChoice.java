package dev.jclip.model.precision;

import dev.jclip.config.Precision;

/** How a model decides what it computes in. */
public sealed interface PrecisionChoice {
  /** Towers that are narrower gain nothing from anything but float32. */
  int NARROWEST_MEASURED = 128;

  /**
   * What there is to choose for a tower: on other devices than the processor all is float32, and so
   * are narrow towers where it is not said otherwise.
   *
   * @param width channels of the tower
   * @param device where it computes, such as {@code cpu} or {@code cuda:0}
   */
  default PrecisionChoice forTower(int width, String device) {
    boolean isMeasured = this instanceof Measured;
    return !device.equals("cpu") || (isMeasured && width < NARROWEST_MEASURED)
        ? new Fixed(Precision.F32)
        : this;
  }

  /** As told. */
  record Fixed(Precision precision) implements PrecisionChoice {}

  /**
   * The fastest on this machine whose embeddings are those of float32 to within {@link
   * Calibration#LEAST_MEAN}: measured when a tower is first used, and remembered.
   */
  record Measured(PrecisionMemory memory) implements PrecisionChoice {}
}
