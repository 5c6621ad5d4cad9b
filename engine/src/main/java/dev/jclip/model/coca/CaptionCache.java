package dev.jclip.model.coca;

import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.KeyValueCache;
import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The tokens that captions have so far, and what the layers keep of them. The owner of its memory:
 * close it. For one thread.
 */
public final class CaptionCache implements AutoCloseable {
  private final int capacity;
  private final List<KeyValueCache> unimodal;
  private final List<KeyValueCache> decoder;

  /** For each caption its tokens, of which the first {@link #tokens} are set. */
  private long[][] ids = {};

  private int tokens;

  CaptionCache(int capacity, int unimodalLayers, int decoderLayers) {
    this.capacity = capacity;
    unimodal = caches(capacity, unimodalLayers);
    decoder = caches(capacity, decoderLayers);
  }

  private static List<KeyValueCache> caches(int capacity, int layers) {
    return IntStream.range(0, layers).mapToObj(_ -> new KeyValueCache(capacity)).toList();
  }

  /** How many tokens each caption has. */
  public int tokens() {
    return tokens;
  }

  /** How many captions there are. */
  public int captions() {
    return ids.length;
  }

  /**
   * Puts the captions into another order.
   *
   * @param rows which caption of before each one becomes; one may come any number of times
   */
  public void reorder(int[] rows) {
    if (Arrays.equals(rows, IntStream.range(0, ids.length).toArray())) {
      return;
    }
    ids = IntStream.of(rows).mapToObj(row -> ids[row].clone()).toArray(long[][]::new);
    long[] order = IntStream.of(rows).asLongStream().toArray();
    Stream.concat(unimodal.stream(), decoder.stream()).forEach(cache -> cache.reorder(order));
  }

  KeyValueCache unimodal(int layer) {
    return unimodal.get(layer);
  }

  KeyValueCache decoder(int layer) {
    return decoder.get(layer);
  }

  /** Adds as many tokens to each caption. */
  void add(int[][] added) {
    if (tokens == 0) {
      ids = new long[added.length][capacity];
    }
    int count = added[0].length;
    if (added.length != ids.length || tokens + count > capacity) {
      throw new IllegalArgumentException(
          "captions: expected %d with at most %d more tokens, found %d with %d"
              .formatted(ids.length, capacity - tokens, added.length, count));
    }
    for (int row = 0; row < added.length; row++) {
      for (int i = 0; i < count; i++) {
        ids[row][tokens + i] = added[row][i];
      }
    }
    tokens += count;
  }

  /**
   * Which tokens the unimodal blocks see: causal, and where the token before one is padding it is
   * hidden, since published weights were trained with columns shifted by one.
   */
  AttentionMask unimodalMask(int padToken, Device device) {
    float[] hidden = new float[ids.length * tokens];
    boolean hides = false;
    for (int row = 0; row < ids.length; row++) {
      for (int i = 1; i < tokens; i++) {
        if (ids[row][i - 1] == padToken) {
          hidden[row * tokens + i] = 1;
          hides = true;
        }
      }
    }
    if (!hides) {
      return AttentionMask.ofCausal();
    }
    Tensor all = Tensors.of(hidden, ids.length, tokens).to(device, torch.ScalarType.Bool);
    return AttentionMask.ofCausal().hiding(all);
  }

  @Override
  public void close() {
    unimodal.forEach(KeyValueCache::close);
    decoder.forEach(KeyValueCache::close);
  }
}
