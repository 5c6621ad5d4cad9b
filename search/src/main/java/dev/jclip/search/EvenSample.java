package dev.jclip.search;

import java.util.Arrays;

/**
 * An even sample of a snapshot's images: those whose ordinals are multiples of a step, as many of
 * them as are wanted.
 *
 * @param step the distance of neighbouring ordinals, 1 or more
 * @param size the maximum number of images in the sample
 */
public record EvenSample(int step, int size) {
  /** The sample of a snapshot with at most so many images. */
  public static EvenSample of(IndexSnapshot snapshot, int most) {
    return new EvenSample(
        Math.max(1, Math.ceilDiv(snapshot.bound(), Math.max(1, most))),
        Math.min(most, snapshot.size()));
  }

  /** The first ordinal of the sample that is not below another one. */
  public int from(int ordinal) {
    return Math.ceilDiv(ordinal, step) * step;
  }

  /** Whether an image with this ordinal may belong to the sample. */
  public boolean mayHold(int ordinal) {
    return ordinal % step == 0;
  }

  /**
   * The values of the sample's images.
   *
   * @param values by ordinal, NaN where there is no image
   */
  public float[] of(float[] values) {
    float[] sample = new float[size];
    int taken = 0;
    for (int ordinal = 0; ordinal < values.length && taken < size; ordinal += step) {
      if (!Float.isNaN(values[ordinal])) {
        sample[taken++] = values[ordinal];
      }
    }
    return Arrays.copyOf(sample, taken);
  }
}
