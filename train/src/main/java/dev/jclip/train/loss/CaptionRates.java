package dev.jclip.train.loss;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * In which share of the batches each caption stood: the chance of being drawn that {@link
 * SampledSoftmaxLoss} corrects for. Counted by hash in a table of fixed size while training goes on
 * (after Yi and others, "Sampling-bias-corrected neural modeling", RecSys 2019, section 3). For one
 * thread.
 */
public final class CaptionRates implements AutoCloseable {
  private static final long BUCKETS = 1 << 20;

  private final Tensor sightings;
  private long batches;

  /** Knows no caption yet. */
  public CaptionRates() {
    try (TensorScope _ = TensorScope.inference()) {
      sightings = TensorScope.escape(torch.zeros(BUCKETS));
    }
  }

  /** In how many batches the captions of each bucket stood: [buckets] float32. */
  public Tensor sightings() {
    return sightings;
  }

  /** Goes on as if so many batches had been counted; the sightings are filled by the caller. */
  public void resumeAt(long batchesCounted) {
    batches = batchesCounted;
  }

  /**
   * Goes on with batches of another size: a caption that stood in some share of the smaller ones
   * would have stood in more of the larger ones.
   *
   * @param times how many times as large they are
   */
  public void resize(double times) {
    MemorySegment counts = Tensors.memory(sightings);
    for (long bucket = 0; bucket < BUCKETS && batches > 0; bucket++) {
      double absent = 1 - Math.min(1, at(counts, bucket) / batches);
      set(counts, bucket, (float) (batches * (1 - Math.pow(absent, times))));
    }
  }

  /**
   * Counts a batch, and says as how many captions of the data each of its texts counts: the inverse
   * of its rate, shared among the places that it has in the batch.
   *
   * @param texts token ids
   */
  public float[] weights(List<int[]> texts) {
    batches++;
    List<List<Integer>> keys =
        texts.stream().map(ids -> Arrays.stream(ids).boxed().toList()).toList();
    Map<List<Integer>, Long> places =
        keys.stream().collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    MemorySegment counts = Tensors.memory(sightings);
    places.keySet().stream()
        .mapToLong(CaptionRates::bucket)
        .distinct()
        .forEach(bucket -> set(counts, bucket, at(counts, bucket) + 1));
    float[] weights = new float[texts.size()];
    for (int i = 0; i < weights.length; i++) {
      double rate = at(counts, bucket(keys.get(i))) / batches;
      weights[i] = (float) (1 / (rate * places.getOrDefault(keys.get(i), 1L)));
    }
    return weights;
  }

  private static float at(MemorySegment counts, long bucket) {
    return counts.getAtIndex(ValueLayout.JAVA_FLOAT, bucket);
  }

  private static void set(MemorySegment counts, long bucket, float count) {
    counts.setAtIndex(ValueLayout.JAVA_FLOAT, bucket, count);
  }

  private static long bucket(List<Integer> ids) {
    long hash = 0;
    for (int id : ids) {
      hash = (hash ^ id) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return hash & (BUCKETS - 1);
  }

  @Override
  public void close() {
    TensorScope.free(sightings);
  }
}
