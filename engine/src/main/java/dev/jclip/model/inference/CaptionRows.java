package dev.jclip.model.inference;

import dev.jclip.generation.NextTokens;
import dev.jclip.model.coca.CaptionCache;
import dev.jclip.model.coca.CaptionModel;
import dev.jclip.model.coca.ImageMemory;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Captions of some images, as rows of a model that remembers their tokens. Owns what it remembers:
 * close it. For one thread.
 */
final class CaptionRows implements NextTokens, AutoCloseable {
  private final CaptionModel model;
  private final ImageMemory images;
  private final CaptionCache cache;

  /** For each row the image that it is of, among those that are remembered. */
  private long[] imageOf = {};

  /**
   * Begins with no captions.
   *
   * @param images taken over
   * @param capacity the maximum number of tokens that are given for a caption
   */
  CaptionRows(CaptionModel model, ImageMemory images, int capacity) {
    this.model = model;
    this.images = images;
    this.cache = model.newCache(capacity);
  }

  @Override
  public float[][] advance(int[] rows, int[][] tokens) {
    if (cache.tokens() == 0) {
      imageOf = IntStream.of(rows).asLongStream().toArray();
    } else {
      cache.reorder(rows);
      imageOf = IntStream.of(rows).mapToLong(row -> imageOf[row]).toArray();
    }
    forgetOthers();
    try (TensorScope _ = TensorScope.inference()) {
      return Tensors.rows(model.next(tokens, cache, images, imageOf));
    }
  }

  /** An image without captions that go on is attended to no more. */
  private void forgetOthers() {
    long[] kept = LongStream.of(imageOf).distinct().toArray();
    images.keep(kept);
    int place = -1;
    long before = -1;
    for (int row = 0; row < imageOf.length; row++) {
      if (imageOf[row] != before) {
        before = imageOf[row];
        place++;
      }
      imageOf[row] = place;
    }
  }

  @Override
  public void close() {
    cache.close();
    images.close();
  }
}
