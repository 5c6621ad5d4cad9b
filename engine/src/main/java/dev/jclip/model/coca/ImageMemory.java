package dev.jclip.model.coca;

import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.KeyValues;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a decoder's layers attend to of some images: keys and values that were projected once,
 * however many captions an image has. The owner of their memory: close it. For one thread.
 */
public final class ImageMemory implements AutoCloseable {
  private List<KeyValues> layers;
  private long images;

  /** Takes over the keys and values of each layer, [images, h, M, d]. */
  ImageMemory(List<KeyValues> layers) {
    this.layers = layers.stream().map(ImageMemory::owned).toList();
    images = layers.getFirst().keys().size(0);
  }

  private static KeyValues owned(KeyValues made) {
    return new KeyValues(
        TensorScope.escape(made.keys().contiguous()),
        TensorScope.escape(made.values().contiguous()));
  }

  /** How many images there are. */
  public long images() {
    return images;
  }

  /**
   * Forgets the other images.
   *
   * @param kept which of the images stay, in order
   */
  public void keep(long[] kept) {
    if (kept.length == images) {
      return;
    }
    List<KeyValues> before = layers;
    try (TensorScope _ = TensorScope.inference()) {
      layers = before.stream().map(layer -> owned(layer.rows(kept))).toList();
    }
    before.forEach(ImageMemory::free);
    images = kept.length;
  }

  /**
   * Lets the tokens of captions attend to their images.
   *
   * @param x [B, N, D]
   * @param imageOf which image each of the B captions is of, in the images' order
   */
  Tensor attend(int layer, Attention attention, Tensor x, long[] imageOf) {
    KeyValues memory = layers.get(layer);
    if (imageOf.length == images) {
      return attention.forward(x, memory, AttentionMask.none());
    }
    // All tokens of an image's captions attend to it together, filled up where it has fewer.
    long[] rows = rowsOfImages(imageOf);
    long captions = rows.length / images;
    Tensor gathered = x.index_select(0, index(rows)); // [images * captions, N, D]
    Tensor attended =
        attention.forward(
            gathered.view(images, captions * x.size(1), x.size(2)), memory, AttentionMask.none());
    return attended
        .reshape(rows.length, x.size(1), x.size(2))
        .index_select(0, index(placesOf(imageOf, captions)));
  }

  /** For each image the rows of its captions, as many for each; fillers are row 0. */
  private long[] rowsOfImages(long[] imageOf) {
    int most = 0;
    int[] counts = new int[Math.toIntExact(images)];
    for (long image : imageOf) {
      most = Math.max(most, ++counts[Math.toIntExact(image)]);
    }
    long[] places = placesOf(imageOf, most);
    long[] rows = new long[counts.length * most];
    for (int row = 0; row < places.length; row++) {
      rows[Math.toIntExact(places[row])] = row;
    }
    return rows;
  }

  /** Where each caption stands, when each image has the same number of places. */
  private static long[] placesOf(long[] imageOf, long captions) {
    long[] places = new long[imageOf.length];
    long next = 0;
    for (int row = 0; row < places.length; row++) {
      next = row > 0 && imageOf[row] == imageOf[row - 1] ? next + 1 : 0;
      places[row] = imageOf[row] * captions + next;
    }
    return places;
  }

  private Tensor index(long[] rows) {
    return Tensors.of(rows, rows.length)
        .to(layers.getFirst().keys().device(), torch.ScalarType.Long);
  }

  private static void free(KeyValues owned) {
    TensorScope.free(owned.keys());
    TensorScope.free(owned.values());
  }

  @Override
  public void close() {
    layers.forEach(ImageMemory::free);
    layers = List.of();
    images = 0;
  }
}
