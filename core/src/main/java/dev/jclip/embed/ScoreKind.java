package dev.jclip.embed;

/**
 * How the logits of one image and several texts become scores: it follows from the training loss.
 */
public enum ScoreKind {
  /**
   * The softmax over the texts: the scores of one image add up to 1, and each depends on which
   * other texts there are (CLIP, arXiv 2103.00020, figure 3).
   */
  SOFTMAX,
  /**
   * The sigmoid of each logit by itself: the probability that the text describes the image. The
   * scores of one image need not add up to 1; all of them are small where no text fits (SigLIP,
   * arXiv 2303.15343, equation 1).
   */
  SIGMOID
}
