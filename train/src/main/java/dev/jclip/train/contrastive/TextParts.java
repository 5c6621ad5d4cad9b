package dev.jclip.train.contrastive;

import dev.jclip.config.TextConfig;
import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The captions of a batch in parts of similar length, each cut after its longest caption where
 * nothing behind an end token counts, so that padding costs little.
 *
 * @param order which caption of the batch stands at each place
 * @param parts of the captions in that order
 */
record TextParts(List<Integer> order, List<List<int[]>> parts) {
  static TextParts of(List<int[]> captions, int partSize) {
    List<Integer> order =
        IntStream.range(0, captions.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> captions.get(i).length))
            .toList();
    List<List<int[]>> parts =
        PartRows.starts(order.size(), partSize)
            .mapToObj(from -> order.subList(from, Math.min(order.size(), from + partSize)))
            .map(part -> part.stream().map(captions::get).toList())
            .toList();
    return new TextParts(order, parts);
  }

  /** Which captions of the batch stand in each part. */
  List<List<Integer>> indices() {
    List<List<Integer>> indices = new ArrayList<>();
    int from = 0;
    for (List<int[]> part : parts) {
      indices.add(order.subList(from, from + part.size()));
      from += part.size();
    }
    return indices;
  }

  /** The captions of the batch in their order here, as rows of a tensor. */
  long[] rows() {
    return order.stream().mapToLong(Integer::longValue).toArray();
  }

  /** For each caption of the batch, its place in the order. */
  long[] places() {
    long[] places = new long[order.size()];
    for (int place = 0; place < places.length; place++) {
      places[order.get(place)] = place;
    }
    return places;
  }

  /**
   * The ids of a part.
   *
   * @return [part, L] int64
   */
  static Tensor ids(List<int[]> part, TextConfig config) {
    int longest = part.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    int length = config.ignoresPadding() ? longest : config.contextLength();
    long[] flat = new long[part.size() * length];
    for (int row = 0; row < part.size(); row++) {
      int[] ids = part.get(row);
      long padding = config.paddingAfter(ids[ids.length - 1]);
      for (int i = 0; i < length; i++) {
        flat[row * length + i] = i < ids.length ? ids[i] : padding;
      }
    }
    return Tensors.of(flat, part.size(), length);
  }
}
