package dev.jclip.train.loss;

/**
 * How the embeddings of one batch lie, which tells a model that learns from one whose features
 * collapse. Immutable.
 *
 * @param meanPairCosine mean cosine of an image and its own caption, -1..1
 * @param meanNegativeCosine mean cosine of an image and the caption of another, -1..1; NaN in a
 *     batch of one pair
 * @param imageSpread of the images: 1 - length of the mean of their unit embeddings, 0..1. It is 0
 *     where all embeddings are the same, and 1 - 1/sqrt(N) is expected of N unrelated ones
 * @param textSpread the same of the captions
 */
public record FeatureStatistics(
    double meanPairCosine, double meanNegativeCosine, double imageSpread, double textSpread) {

  /**
   * Measures a batch.
   *
   * @param images unit embeddings [N, E]
   * @param texts unit embeddings of their captions, in the same order [N, E]
   */
  public static FeatureStatistics of(float[][] images, float[][] texts) {
    if (images.length == 0 || images.length != texts.length) {
      throw new IllegalArgumentException(
          images.length + " images and " + texts.length + " captions: expected pairs");
    }
    long pairs = images.length;
    double pairSum = 0;
    for (int i = 0; i < pairs; i++) {
      pairSum += dot(images[i], texts[i]);
    }
    double[] imageSum = sum(images);
    double[] textSum = sum(texts);
    // Each image with each caption, without building the N x N cosines.
    double allSum = dot(imageSum, textSum);
    return new FeatureStatistics(
        pairSum / pairs,
        (allSum - pairSum) / (pairs * (pairs - 1)),
        1 - Math.sqrt(dot(imageSum, imageSum)) / pairs,
        1 - Math.sqrt(dot(textSum, textSum)) / pairs);
  }

  private static double[] sum(float[][] embeddings) {
    var sum = new double[embeddings[0].length];
    for (float[] embedding : embeddings) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding[i];
      }
    }
    return sum;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
