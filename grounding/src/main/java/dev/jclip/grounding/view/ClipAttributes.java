package dev.jclip.grounding.view;

import dev.jclip.detect.Box;
import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CLIP compares the image's part within the box, with a margin around it, with "a photo of a …" for
 * each phrase: a softmax over the similarities. Texts are embedded once and kept. Safe for many
 * threads.
 */
public final class ClipAttributes implements AttributeJudge {
  /** How much is shown around the box, as a share of its sides. */
  private static final double MARGIN = 0.1;

  private final ImageTextEncoder encoder;
  private final double scale;
  private final Map<String, float[]> texts = new ConcurrentHashMap<>();

  /**
   * Takes the scale that the model was trained with.
   *
   * @throws IllegalArgumentException if that scale is not finite
   */
  public ClipAttributes(ImageTextEncoder encoder) {
    this(encoder, Math.exp(encoder.logitScale()));
  }

  /**
   * Chooses how sharply similarities tell phrases apart.
   *
   * @param scale what similarities are multiplied by before the softmax: the inverse of its
   *     temperature
   * @throws IllegalArgumentException if the scale is not positive and finite
   */
  public ClipAttributes(ImageTextEncoder encoder, double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "scale: expected a positive finite number, found " + scale);
    }
    this.encoder = encoder;
    this.scale = scale;
  }

  @Override
  public double[] judge(RgbImage image, Box box, List<String> phrases) {
    float[] crop = encoder.encodeImage(crop(image, box));
    embed(phrases);
    double[] logits =
        phrases.stream()
            .mapToDouble(phrase -> scale * Embeddings.dot(crop, text(phrase)))
            .toArray();
    double largest = Arrays.stream(logits).max().orElse(0);
    double[] weights = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  private void embed(List<String> phrases) {
    List<String> unknown =
        phrases.stream().filter(phrase -> !texts.containsKey(phrase)).distinct().toList();
    if (unknown.isEmpty()) {
      return;
    }
    List<float[]> vectors =
        encoder.encodeTexts(unknown.stream().map(ClipAttributes::prompt).toList());
    for (int i = 0; i < unknown.size(); i++) {
      texts.put(unknown.get(i), vectors.get(i));
    }
  }

  private float[] text(String phrase) {
    return texts.computeIfAbsent(phrase, missing -> encoder.encodeText(prompt(missing)));
  }

  private static String prompt(String phrase) {
    return "a photo of a " + phrase;
  }

  /** The pixels in and around a box; one pixel at least. */
  static RgbImage crop(RgbImage image, Box box) {
    Box shown =
        Box.around(
                box.centerX(),
                box.centerY(),
                box.width() * (1 + 2 * MARGIN),
                box.height() * (1 + 2 * MARGIN))
            .within(image.width(), image.height());
    int left = Math.min((int) shown.left(), image.width() - 1);
    int top = Math.min((int) shown.top(), image.height() - 1);
    int width = Math.max(1, (int) Math.ceil(shown.right()) - left);
    int height = Math.max(1, (int) Math.ceil(shown.bottom()) - top);
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          image.rgb(), 3 * ((top + y) * image.width() + left), rgb, 3 * y * width, 3 * width);
    }
    return new RgbImage(width, height, rgb);
  }
}
