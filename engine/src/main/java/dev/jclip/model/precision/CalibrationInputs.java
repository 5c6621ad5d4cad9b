package dev.jclip.model.precision;

import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.VisionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Images and texts on which a precision is compared with float32; the same on every call. */
public final class CalibrationInputs {
  private static final long SEED = 20_210_226;

  /** About so many rows fill the processor's units, and more would only take longer. */
  private static final int ROWS = 200;

  private static final int FEWEST = 2;
  private static final int MOST_PICTURES = 4;
  private static final int TEXTS = 12;

  private static final int DISCS = 600;
  private static final double SMALLEST_RADIUS = 0.01;
  private static final double LARGEST_RADIUS = 0.5;

  /** What black and white are once images are normalised, about the same in all channels. */
  private static final double BLACK = -1.8;

  private static final double WHITE = 2.1;

  private static final int FEWEST_TOKENS = 5;
  private static final int MOST_TOKENS = 24;

  private static final int CAPTION_TOKENS = 16;

  private CalibrationInputs() {}

  /**
   * Images of opaque discs of all sizes, one before the other, whose statistics are those of
   * photographs: the dead leaves model (Lee, Mumford and Huang, "Occlusion models for natural
   * images", IJCV 2001).
   *
   * @return [3, S, S] normalised values each
   */
  public static List<float[]> pictures(VisionConfig config) {
    var random = new Random(SEED);
    var pictures = new ArrayList<float[]>();
    for (int i = 0; i < pictureCount(config); i++) {
      pictures.add(deadLeaves(config.imageSize(), random));
    }
    return pictures;
  }

  private static int pictureCount(VisionConfig config) {
    return config
        .blockStack()
        .map(stack -> Math.clamp(ROWS / stack.tokens(), FEWEST, MOST_PICTURES))
        .orElse(FEWEST);
  }

  private static float[] deadLeaves(int side, Random random) {
    float[] pixels = new float[3 * side * side];
    for (int i = 0; i < DISCS; i++) {
      double radius = side * radius(random);
      double x = side * random.nextDouble();
      double y = side * random.nextDouble();
      paint(pixels, side, x, y, radius, random);
    }
    return pixels;
  }

  /** Of a density that falls with the radius's third power, so that no size is special. */
  private static double radius(Random random) {
    double most = Math.pow(SMALLEST_RADIUS, -2);
    double least = Math.pow(LARGEST_RADIUS, -2);
    return 1 / Math.sqrt(least + (most - least) * random.nextDouble());
  }

  private static void paint(
      float[] pixels, int side, double x, double y, double radius, Random random) {
    float[] colour = new float[3];
    double brightness = random.nextDouble();
    for (int channel = 0; channel < 3; channel++) {
      double level = (brightness + random.nextDouble()) / 2;
      colour[channel] = (float) (BLACK + (WHITE - BLACK) * level);
    }
    for (int row = (int) Math.max(0, y - radius); row < Math.min(side, y + radius); row++) {
      double half = Math.sqrt(Math.max(0, radius * radius - (row - y) * (row - y)));
      for (int column = (int) Math.max(0, x - half); column < Math.min(side, x + half); column++) {
        for (int channel = 0; channel < 3; channel++) {
          pixels[(channel * side + row) * side + column] = colour[channel];
        }
      }
    }
  }

  /**
   * Texts of random words.
   *
   * @return token ids, of different lengths where the architecture ignores what is behind the end
   */
  public static long[][] texts(TextConfig config) {
    var random = new Random(SEED);
    long[][] texts = new long[TEXTS][];
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = text(config, random);
    }
    return texts;
  }

  /**
   * Beginnings of captions, of random words.
   *
   * @return as many token ids of each
   */
  public static int[][] captions(TextConfig config, int count) {
    var random = new Random(SEED);
    int tokens = Math.min(CAPTION_TOKENS, config.contextLength());
    return IntStream.range(0, count)
        .mapToObj(_ -> random.ints(tokens, 0, config.vocabSize()).toArray())
        .toArray(int[][]::new);
  }

  private static long[] text(TextConfig config, Random random) {
    int context = config.contextLength();
    int used = Math.min(context, random.nextInt(FEWEST_TOKENS, MOST_TOKENS + 1));
    long[] ids = new long[config.ignoresPadding() ? used : context];
    Arrays.fill(ids, config.padToken());
    int last = config.vocabSize() - 1;
    for (int i = 0; i < used; i++) {
      ids[i] = random.nextInt(last);
    }
    ids[used - 1] = config.pooling() == TextPooling.EOT_ID ? config.eotToken() : last;
    return ids;
  }
}
