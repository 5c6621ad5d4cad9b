package dev.jclip.train.contrastive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The texts of a batch, as token ids between start and end token, not padded.
 *
 * @param captions of each image
 * @param negatives more texts, which belong to no image of the batch
 * @param weights of captions and negatives, for losses that weigh them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TextBatch(List<int[]> captions, List<int[]> negatives, float[] weights) {
  /** Texts that count alike. */
  public static TextBatch unweighted(List<int[]> captions, List<int[]> negatives) {
    float[] weights = new float[captions.size() + negatives.size()];
    Arrays.fill(weights, 1);
    return new TextBatch(captions, negatives, weights);
  }

  /** Captions and negatives. */
  List<int[]> all() {
    return Stream.concat(captions.stream(), negatives.stream()).toList();
  }
}
