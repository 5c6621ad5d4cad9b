package dev.jclip.image;

import dev.jclip.error.ImageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns images into the planes that a vision tower takes, with the same bytes as torchvision over
 * Pillow and the same floats as its {@code ToTensor} and {@code Normalize}.
 *
 * <p>With {@link CropRounding#FLOOR} they are also those of the Pillow image processor of
 * transformers. Its default one resizes with torchvision's own kernels, whose pixels differ from
 * Pillow's by up to one level. Immutable, so safe for use by many threads.
 */
public final class ImagePreprocessor {
  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  private final PreprocessConfig config;

  /** The normalised float of every level of every channel. */
  private final float[][] normalized;

  /** Creates a preprocessor. */
  public ImagePreprocessor(PreprocessConfig config) {
    this.config = config;
    this.normalized = new float[CHANNELS][LEVELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        normalized[channel][level] =
            (level / 255f - config.mean().get(channel)) / config.std().get(channel);
      }
    }
  }

  /** The settings. */
  public PreprocessConfig config() {
    return config;
  }

  /** The number of floats of one preprocessed image: 3 × height × width. */
  public int numFloats() {
    return CHANNELS * config.height() * config.width();
  }

  /**
   * Resizes and crops; the result has the configured width and height.
   *
   * @throws ImageException when the image is so elongated that it cannot be scaled
   */
  public RgbImage resizeAndCrop(RgbImage image) {
    if (config.resize() instanceof Resize.PaddedSquare square) {
      return levels(PaddedSquareScaler.scale(image, square));
    }
    int[] size = scaledSize(image.width(), image.height());
    if (config.cropRounding() == CropRounding.NO_CROP) {
      requireSize(image, size);
    }
    Span columns = Span.centred(size[0], config.width(), config.cropRounding());
    Span rows = Span.centred(size[1], config.height(), config.cropRounding());
    var region = new Region(columns.from, rows.from, columns.length, rows.length);
    RgbImage part;
    try {
      part = PillowResampler.resize(image, size[0], size[1], region, config.interpolation());
    } catch (IllegalArgumentException e) {
      throw tooElongated(image.width(), image.height(), e);
    }
    return pad(part, columns.to, rows.to);
  }

  /** The nearest levels of samples in 0..1. */
  private RgbImage levels(float[] samples) {
    byte[] rgb = new byte[samples.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(255 * samples[i]);
    }
    return new RgbImage(config.width(), config.height(), rgb);
  }

  private void requireSize(RgbImage image, int[] size) {
    if (size[0] != config.width() || size[1] != config.height()) {
      throw new ImageException(
          "image of %dx%d pixels becomes one of %dx%d by the model's preprocessing, which has no crop; the model takes %dx%d only, so cut the image to that shape"
              .formatted(
                  image.width(),
                  image.height(),
                  size[0],
                  size[1],
                  config.width(),
                  config.height()));
    }
  }

  /** Width and height to which the whole image is scaled before the crop. */
  private int[] scaledSize(int width, int height) {
    double ratioX = (double) width / config.width();
    double ratioY = (double) height / config.height();
    return switch (config.resize()) {
      case Resize.Unscaled() -> new int[] {width, height};
      case Resize.PaddedSquare(int side, _) -> new int[] {side, side};
      case Resize.Squash(int w, int h) -> new int[] {w, h};
      case Resize.Longest() -> divided(width, height, Math.max(ratioX, ratioY));
      case Resize.Cover() -> divided(width, height, Math.min(ratioX, ratioY));
      case Resize.Within(int w, int h) -> within(width, height, w, h);
      case Resize.Shortest(int edge) ->
          width <= height
              ? new int[] {edge, scaledEdge(edge, height, width)}
              : new int[] {scaledEdge(edge, width, height), edge};
      case Resize.ShortestWithin(int edge, int limit) ->
          width <= height
              ? shortestWithin(width, height, edge, limit)
              : swapped(shortestWithin(height, width, edge, limit));
    };
  }

  /** As {@code get_image_size_for_max_height_width} of transformers; never below 1. */
  private static int[] within(int width, int height, int maxWidth, int maxHeight) {
    double scale = Math.min((double) maxHeight / height, (double) maxWidth / width);
    return new int[] {Math.max((int) (width * scale), 1), Math.max((int) (height * scale), 1)};
  }

  /** As {@code get_size_with_aspect_ratio} of transformers: the shorter side, then the longer. */
  private static int[] shortestWithin(int shorter, int longer, int edge, int limit) {
    if ((double) longer / shorter * edge <= limit) {
      return new int[] {edge, scaledEdge(edge, longer, shorter)};
    }
    double exact = (double) limit * shorter / longer;
    int shortened = (int) Math.rint(exact);
    return shorter == shortened
        ? new int[] {shorter, longer}
        : new int[] {Math.max(shortened, 1), (int) (exact * longer / shorter)};
  }

  private static int[] swapped(int[] sides) {
    return new int[] {sides[1], sides[0]};
  }

  private static int scaledEdge(int edge, int longSide, int shortSide) {
    double length = (double) ((long) edge * longSide) / shortSide;
    if (length > Integer.MAX_VALUE) {
      throw tooElongated(longSide, shortSide, null);
    }
    return (int) length;
  }

  /** Python's round; never below 1, where the reference would fail. */
  private static int[] divided(int width, int height, double ratio) {
    double scaledWidth = Math.rint(width / ratio);
    double scaledHeight = Math.rint(height / ratio);
    if (Math.max(scaledWidth, scaledHeight) > Integer.MAX_VALUE) {
      throw tooElongated(width, height, null);
    }
    return new int[] {Math.max((int) scaledWidth, 1), Math.max((int) scaledHeight, 1)};
  }

  private static ImageException tooElongated(int width, int height, @Nullable Throwable cause) {
    return new ImageException(
        "image of %dx%d pixels is too elongated to be scaled; cut it first"
            .formatted(width, height),
        cause);
  }

  private RgbImage pad(RgbImage part, int left, int top) {
    if (part.width() == config.width() && part.height() == config.height()) {
      return part;
    }
    byte[] rgb = new byte[numFloats()];
    if (config.resize() instanceof Resize.Longest) {
      Arrays.fill(rgb, (byte) config.fillColor());
    }
    for (int y = 0; y < part.height(); y++) {
      int to = CHANNELS * ((top + y) * config.width() + left);
      int rowBytes = CHANNELS * part.width();
      System.arraycopy(part.rgb(), y * rowBytes, rgb, to, rowBytes);
    }
    return new RgbImage(config.width(), config.height(), rgb);
  }

  /**
   * Resizes, crops and normalises an image.
   *
   * @return [3, height, width]
   * @throws ImageException when the image is so elongated that it cannot be scaled
   */
  public float[] preprocess(RgbImage image) {
    float[] out = new float[numFloats()];
    preprocess(image, out, 0);
    return out;
  }

  /**
   * Resizes, crops and normalises an image into a part of an array, such as one image of a batch.
   *
   * @param out receives [3, height, width] from {@code offset} on
   * @throws IllegalArgumentException when {@code out} has no room for {@link #numFloats} there
   * @throws ImageException when the image is so elongated that it cannot be scaled
   */
  public void preprocess(RgbImage image, float[] out, int offset) {
    if (offset < 0 || numFloats() > out.length - offset) {
      throw new IllegalArgumentException(
          "out: expected room for %d floats from offset %d, found an array of %d"
              .formatted(numFloats(), offset, out.length));
    }
    if (config.resize() instanceof Resize.PaddedSquare square) {
      normalize(PaddedSquareScaler.scale(image, square), out, offset);
      return;
    }
    byte[] rgb = resizeAndCrop(image).rgb(); // [H, W, 3]
    int plane = config.height() * config.width();
    for (int channel = 0; channel < CHANNELS; channel++) {
      float[] table = normalized[channel];
      int to = offset + channel * plane; // [3, H, W]
      for (int i = 0, from = channel; i < plane; i++, from += CHANNELS) {
        out[to + i] = table[rgb[from] & 0xff];
      }
    }
  }

  private void normalize(float[] samples, float[] out, int offset) {
    int plane = config.height() * config.width();
    for (int channel = 0; channel < CHANNELS; channel++) {
      float mean = config.mean().get(channel);
      float std = config.std().get(channel);
      int to = offset + channel * plane; // [3, H, W]
      for (int i = 0, from = channel; i < plane; i++, from += CHANNELS) {
        out[to + i] = (samples[from] - mean) / std;
      }
    }
  }

  /**
   * One axis of a centre crop or pad: {@code length} pixels of the scaled image, from {@code from}
   * on, land at {@code to} in the result.
   */
  private record Span(int from, int to, int length) {
    static Span centred(int size, int crop, CropRounding rounding) {
      if (size < crop) {
        int missing = crop - size;
        int to = rounding == CropRounding.FLOOR ? Math.ceilDiv(missing, 2) : missing / 2;
        return new Span(0, to, size);
      }
      double margin = (size - crop) / 2.0;
      double from = rounding == CropRounding.FLOOR ? Math.floor(margin) : Math.rint(margin);
      return new Span((int) from, 0, crop);
    }
  }
}
