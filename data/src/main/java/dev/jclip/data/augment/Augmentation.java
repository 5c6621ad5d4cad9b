package dev.jclip.data.augment;

import dev.jclip.image.Interpolation;

/**
 * How training images are varied; names and defaults are open_clip's.
 *
 * @param scale the part of the image's area that is cropped, in (0, 1]
 * @param ratio the crop's width over its height, positive
 * @param interpolation the filter that resizes the crop
 * @param flipProb how probably it is mirrored left to right, 0..1
 * @param colorJitter how far colours are moved
 * @param colorJitterProb how probably they are moved, 0..1
 * @param grayScaleProb how probably it becomes grey, 0..1
 */
public record Augmentation(
    Range scale,
    Range ratio,
    Interpolation interpolation,
    double flipProb,
    ColorJitter colorJitter,
    double colorJitterProb,
    double grayScaleProb) {
  /** A crop of 90 to 100 % by bicubic filter, and nothing else. */
  public static final Augmentation DEFAULT =
      new Augmentation(
          new Range(0.9, 1),
          new Range(3 / 4.0, 4 / 3.0),
          Interpolation.BICUBIC,
          0,
          ColorJitter.NONE,
          0,
          0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is out of range; the message names it
   */
  public Augmentation {
    if (scale.low() <= 0 || scale.high() > 1) {
      throw new IllegalArgumentException("scale: expected a range within 0..1, found " + scale);
    }
    if (ratio.low() <= 0) {
      throw new IllegalArgumentException("ratio: expected positive numbers, found " + ratio);
    }
    requireProbability("flipProb", flipProb);
    requireProbability("colorJitterProb", colorJitterProb);
    requireProbability("grayScaleProb", grayScaleProb);
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": expected 0..1, found " + value);
    }
  }

  /** This, with another part of the area. */
  public Augmentation withScale(Range value) {
    return new Augmentation(
        value, ratio, interpolation, flipProb, colorJitter, colorJitterProb, grayScaleProb);
  }

  /** This, with another shape of the crop. */
  public Augmentation withRatio(Range value) {
    return new Augmentation(
        scale, value, interpolation, flipProb, colorJitter, colorJitterProb, grayScaleProb);
  }

  /** This, with another filter. */
  public Augmentation withInterpolation(Interpolation value) {
    return new Augmentation(
        scale, ratio, value, flipProb, colorJitter, colorJitterProb, grayScaleProb);
  }

  /** This, with images mirrored. */
  public Augmentation withFlip(double probability) {
    return new Augmentation(
        scale, ratio, interpolation, probability, colorJitter, colorJitterProb, grayScaleProb);
  }

  /** This, with colours moved. */
  public Augmentation withColorJitter(ColorJitter value, double probability) {
    return new Augmentation(
        scale, ratio, interpolation, flipProb, value, probability, grayScaleProb);
  }

  /** This, with grey images. */
  public Augmentation withGrayScale(double probability) {
    return new Augmentation(
        scale, ratio, interpolation, flipProb, colorJitter, colorJitterProb, probability);
  }
}
