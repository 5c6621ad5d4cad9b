package dev.jclip.data.augment;

import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * torchvision's {@code ColorJitter}: the four changes in random order, each by a random factor.
 *
 * @param brightness factors from {@code max(0, 1 - brightness)} to {@code 1 + brightness}; at least
 *     0, and 0 for no change
 * @param contrast likewise
 * @param saturation likewise
 * @param hue the maximum by which the hue turns either way, 0..0.5 of the circle
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) {
  /** No change. */
  public static final ColorJitter NONE = new ColorJitter(0, 0, 0, 0);

  private static final double MAX_FACTOR = 1000;
  private static final double MAX_HUE = 0.5;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is out of range; the message names it
   */
  public ColorJitter {
    requireRange("brightness", brightness, MAX_FACTOR);
    requireRange("contrast", contrast, MAX_FACTOR);
    requireRange("saturation", saturation, MAX_FACTOR);
    requireRange("hue", hue, MAX_HUE);
  }

  private static void requireRange(String name, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      throw new IllegalArgumentException(
          "%s: expected 0..%s, found %s".formatted(name, max, value));
    }
  }

  RgbImage apply(RgbImage image, RandomGenerator random) {
    List<UnaryOperator<RgbImage>> changes = new ArrayList<>();
    if (brightness > 0) {
      float factor = factor(brightness, random);
      changes.add(picture -> PillowColor.brightness(picture, factor));
    }
    if (contrast > 0) {
      float factor = factor(contrast, random);
      changes.add(picture -> PillowColor.contrast(picture, factor));
    }
    if (saturation > 0) {
      float factor = factor(saturation, random);
      changes.add(picture -> PillowColor.saturation(picture, factor));
    }
    if (hue > 0) {
      double turn = new Range(-hue, hue).draw(random);
      changes.add(picture -> PillowColor.hue(picture, turn));
    }
    Collections.shuffle(changes, random);
    RgbImage changed = image;
    for (UnaryOperator<RgbImage> change : changes) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private static float factor(double strength, RandomGenerator random) {
    return (float) new Range(Math.max(0, 1 - strength), 1 + strength).draw(random);
  }
}
