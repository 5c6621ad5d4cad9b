package dev.jclip.data.augment;

import dev.jclip.error.ImageException;
import dev.jclip.image.PillowResampler;
import dev.jclip.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * open_clip's training transform: a random crop resized to a square, mirrored, moved in colour and
 * made grey where asked. Every step has the bytes of torchvision over Pillow; what is random comes
 * from the generator given. Immutable; safe for many threads.
 */
public final class TrainTransform implements ImageTransform {
  private static final int MAX_SIZE = 16_384;

  private final int imageSize;
  private final Augmentation augmentation;

  /**
   * Creates a transform.
   *
   * @param imageSize side of the square result in pixels, 1..16384
   * @throws IllegalArgumentException when the size is out of range
   */
  public TrainTransform(int imageSize, Augmentation augmentation) {
    if (imageSize < 1 || imageSize > MAX_SIZE) {
      throw new IllegalArgumentException(
          "imageSize: expected 1..%d, found %d".formatted(MAX_SIZE, imageSize));
    }
    this.imageSize = imageSize;
    this.augmentation = augmentation;
  }

  @Override
  public int width() {
    return imageSize;
  }

  @Override
  public int height() {
    return imageSize;
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    return show(image, random).image();
  }

  /**
   * Transforms an image, and says what of it is seen.
   *
   * @param random where all that is random comes from; for this image only
   * @throws ImageException when the image is so elongated that it cannot be scaled
   */
  public Shown show(RgbImage image, RandomGenerator random) {
    CropBox box =
        CropBox.draw(
            image.width(), image.height(), augmentation.scale(), augmentation.ratio(), random);
    RgbImage result = resize(box.of(image));
    boolean isMirrored = random.nextDouble() < augmentation.flipProb();
    if (isMirrored) {
      result = mirrored(result);
    }
    if (random.nextDouble() < augmentation.colorJitterProb()) {
      result = augmentation.colorJitter().apply(result, random);
    }
    boolean isGrey = random.nextDouble() < augmentation.grayScaleProb();
    return new Shown(
        isGrey ? PillowColor.grey(result) : result,
        new View(box.left(), box.top(), box.width(), box.height(), isMirrored));
  }

  /**
   * A transformed image.
   *
   * @param view what of the original it shows
   */
  public record Shown(RgbImage image, View view) {}

  private RgbImage resize(RgbImage part) {
    try {
      return PillowResampler.resize(part, imageSize, imageSize, augmentation.interpolation());
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          "image of %dx%d pixels is too elongated to be scaled; cut it first"
              .formatted(part.width(), part.height()),
          e);
    }
  }

  static RgbImage mirrored(RgbImage image) {
    int width = image.width();
    byte[] out = new byte[image.rgb().length];
    for (int y = 0, to = 0; y < image.height(); y++) {
      for (int x = width - 1; x >= 0; x--, to += 3) {
        System.arraycopy(image.rgb(), 3 * (y * width + x), out, to, 3);
      }
    }
    return new RgbImage(width, image.height(), out);
  }
}
