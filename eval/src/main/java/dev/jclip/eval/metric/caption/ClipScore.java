package dev.jclip.eval.metric.caption;

import dev.jclip.embed.Embeddings;
import java.util.List;

/**
 * CLIPScore and RefCLIPScore (Hessel et al., CLIPScore: A Reference-free Evaluation Metric for
 * Image Captioning, arXiv 2104.08718, sections 3.1 and 3.2). Both depend on the model whose
 * embeddings are compared, so only figures of the same model can be compared. The paper puts "A
 * photo depicts" before each caption; whoever embeds the captions decides that. Thread-safe.
 */
public final class ClipScore {
  private static final double SCALE = 2.5;

  private ClipScore() {}

  /**
   * CLIPScore: 2.5 times the cosine of an image and its caption, at least 0.
   *
   * @param image of norm 1
   * @param caption of norm 1
   */
  public static double of(float[] image, float[] caption) {
    return SCALE * Math.max(0, Embeddings.dot(image, caption));
  }

  /**
   * RefCLIPScore: the harmonic mean of {@link #of} and the largest cosine of the caption and one of
   * its references, at least 0.
   *
   * @param references one or more, of norm 1
   */
  public static double withReferences(float[] image, float[] caption, List<float[]> references) {
    double score = of(image, caption);
    double nearest =
        references.stream()
            .mapToDouble(reference -> Embeddings.dot(caption, reference))
            .max()
            .orElseThrow(
                () -> new IllegalArgumentException("expected one reference or more, found none"));
    return score <= 0 || nearest <= 0 ? 0 : 2 * score * nearest / (score + nearest);
  }
}
