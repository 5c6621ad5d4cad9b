package dev.jclip.moderation.video;

import dev.jclip.embed.Embeddings;

/**
 * Tells where one scene ends and the next begins: at a frame that is further than a distance from
 * the mean of the scene so far, so that no slow change of frames goes on for ever as one scene. For
 * one thread.
 */
public final class SceneCutter {
  private final double distance;
  private float[] sum = {};

  /**
   * Cuts at a distance.
   *
   * @param distance 1 less the cosine, in (0, 2]
   */
  public SceneCutter(double distance) {
    if (!(distance > 0 && distance <= 2)) {
      throw new IllegalArgumentException(
          "distance: expected a number above 0 and at most 2, found " + distance);
    }
    this.distance = distance;
  }

  /**
   * Takes the next frame, and says whether it begins another scene than the frame before it.
   *
   * @param embedding of norm 1
   */
  public boolean cutsBefore(float[] embedding) {
    boolean cuts =
        sum.length > 0 && 1 - Embeddings.dot(Embeddings.normalize(sum), embedding) > distance;
    if (cuts || sum.length == 0) {
      sum = embedding.clone();
    } else {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding[i];
      }
    }
    return cuts;
  }
}
