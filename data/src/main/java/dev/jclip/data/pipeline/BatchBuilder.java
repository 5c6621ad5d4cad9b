package dev.jclip.data.pipeline;

import dev.jclip.data.pipeline.ExampleTransform.Transformed;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers one batch.
 *
 * @param <A> what is known of an image
 */
final class BatchBuilder<A> {
  private final int batchSize;
  private final byte[] pixels;
  private final List<A> annotations;
  private final List<String> keys;

  BatchBuilder(PipelineOptions options) {
    this.batchSize = options.batchSize();
    this.pixels =
        new byte[3 * batchSize * options.transform().width() * options.transform().height()];
    this.annotations = new ArrayList<>(batchSize);
    this.keys = new ArrayList<>(batchSize);
  }

  void add(String key, Transformed<A> example) {
    byte[] rgb = example.image().rgb();
    System.arraycopy(rgb, 0, pixels, keys.size() * rgb.length, rgb.length);
    annotations.add(example.annotation());
    keys.add(key);
  }

  int size() {
    return keys.size();
  }

  boolean isFull() {
    return keys.size() == batchSize;
  }

  ExampleBatch<A> build(DataPosition next) {
    return new ExampleBatch<>(pixels, List.copyOf(annotations), List.copyOf(keys), next);
  }
}
