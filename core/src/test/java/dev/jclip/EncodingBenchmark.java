package dev.jclip;

import dev.jclip.config.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Pictures and captions a second, 32 together and alone, medians. Arguments: model, vocabulary,
 * seconds a case, precisions.
 */
final class EncodingBenchmark {
  private static final int BATCH = 32;
  private static final int FEWEST_WORDS = 5;
  private static final int MOST_WORDS = 20;
  private static final String[] WORDS =
      "a photo of the small red wooden boat near two brown dogs running over green grass"
          .split(" ", -1);

  private EncodingBenchmark() {}

  public static void main(String[] args) {
    double seconds = Double.parseDouble(args[2]);
    for (String precision : Arrays.copyOfRange(args, 3, args.length)) {
      ClipLoader loader = Clip.loader().tokenizer(Path.of(args[1]));
      try (Clip clip = loader.precision(Precision.valueOf(precision)).load(Path.of(args[0]))) {
        measure(clip, precision, seconds);
      }
    }
  }

  private static void measure(Clip clip, String precision, double seconds) {
    var random = new Random(0);
    int side = clip.config().vision().imageSize();
    float[] pixels = new float[3 * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    List<String> captions = captions(random);
    double images = median(() -> clip.encodePixels(Collections.nCopies(BATCH, pixels)), seconds);
    double image = median(() -> clip.encodePixels(List.of(pixels)), seconds);
    double texts = median(() -> clip.encodeTexts(captions), seconds);
    double text = median(() -> clip.encodeTexts(captions.subList(0, 1)), seconds);
    System.out.printf(
        "%s: %.1f pictures/s, one %.1f ms; %.1f captions/s, one %.1f ms%n",
        precision, BATCH / images, 1e3 * image, BATCH / texts, 1e3 * text);
  }

  private static List<String> captions(Random random) {
    var captions = new ArrayList<String>();
    for (int i = 0; i < BATCH; i++) {
      var caption = new StringJoiner(" ");
      int words = random.nextInt(FEWEST_WORDS, MOST_WORDS + 1);
      for (int k = 0; k < words; k++) {
        caption.add(WORDS[random.nextInt(WORDS.length)]);
      }
      captions.add(caption.toString());
    }
    return captions;
  }

  private static double median(Runnable call, double seconds) {
    call.run();
    call.run();
    var times = new ArrayList<Double>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end || times.size() < 3) {
      long start = System.nanoTime();
      call.run();
      times.add((System.nanoTime() - start) / 1e9);
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }
}
