package dev.jclip.train.contrastive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The token ids of all texts of a batch. Each text begins with the start token and ends with the
 * end token, as far as the tokenizer writes them, and has no padding.
 *
 * @param captions the token ids of each image's caption
 * @param negatives the token ids of further texts, which belong to no image of the batch
 * @param weights a weight for each caption and then for each negative; only losses that weight the
 *     texts read it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TextBatch(List<int[]> captions, List<int[]> negatives, float[] weights) {
  /** Makes a batch in which each text has the weight 1. */
  public static TextBatch unweighted(List<int[]> captions, List<int[]> negatives) {
    float[] weights = new float[captions.size() + negatives.size()];
    Arrays.fill(weights, 1);
    return new TextBatch(captions, negatives, weights);
  }

  /** Returns the captions, followed by the negatives. */
  List<int[]> all() {
    return Stream.concat(captions.stream(), negatives.stream()).toList();
  }
}
