package dev.jclip.data.pipeline;

import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/** Gathers one batch. */
final class BatchBuilder {
  private final int batchSize;
  private final byte[] pixels;
  private final List<String> captions;
  private final List<String> keys;

  BatchBuilder(PipelineOptions options) {
    this.batchSize = options.batchSize();
    this.pixels =
        new byte[3 * batchSize * options.transform().width() * options.transform().height()];
    this.captions = new ArrayList<>(batchSize);
    this.keys = new ArrayList<>(batchSize);
  }

  void add(String key, String caption, RgbImage image) {
    byte[] rgb = image.rgb();
    System.arraycopy(rgb, 0, pixels, keys.size() * rgb.length, rgb.length);
    captions.add(caption);
    keys.add(key);
  }

  int size() {
    return keys.size();
  }

  boolean isFull() {
    return keys.size() == batchSize;
  }

  TrainingBatch build(DataPosition next) {
    return new TrainingBatch(pixels, List.copyOf(captions), List.copyOf(keys), next);
  }
}
