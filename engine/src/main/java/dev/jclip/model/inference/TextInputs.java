package dev.jclip.model.inference;

import dev.jclip.config.TextConfig;
import dev.jclip.model.TextTower;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.thread.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Token ids as a text tower takes them.
 *
 * @param config the tower
 * @param device where it computes, such as {@code cpu} or {@code cuda:0}
 */
record TextInputs(TextConfig config, String device) {
  private static final int TEXTS_TOGETHER = 32;

  /** Refuses ids that the tower cannot take. */
  void require(long[][] texts) {
    for (long[] ids : texts) {
      require(ids);
    }
  }

  /** The ids themselves, unless the tower cannot take them. */
  long[] require(long[] ids) {
    int limit = config.contextLength();
    if (ids.length == 0 || ids.length > limit) {
      throw new IllegalArgumentException(
          "ids: expected 1..%d a text, found %d".formatted(limit, ids.length));
    }
    int vocabSize = config.vocabSize();
    for (long id : ids) {
      if (id < 0 || id >= vocabSize) {
        throw new IllegalArgumentException(
            "ids: expected values in 0..%d, found %d; is it another model's tokenizer?"
                .formatted(vocabSize - 1, id));
      }
    }
    return ids;
  }

  /** Encodes texts, of which those of like lengths are computed together. */
  List<float[]> encode(TextTower tower, long[][] ids) {
    int[] lengths = Stream.of(ids).mapToInt(text -> text.length).toArray();
    List<LengthBatches.Batch> batches = LengthBatches.of(lengths, TEXTS_TOGETHER);
    List<float[][]> encoded =
        Workers.map(
            batches.size(),
            index -> {
              try (TensorScope _ = TensorScope.inference()) {
                return Tensors.rows(tower.forward(tensor(ids, batches.get(index))));
              }
            });
    var inOrder = new float[ids.length][];
    for (int batch = 0; batch < batches.size(); batch++) {
      int[] indices = batches.get(batch).indices();
      for (int row = 0; row < indices.length; row++) {
        inOrder[indices[row]] = encoded.get(batch)[row];
      }
    }
    return List.of(inOrder);
  }

  /** All texts as one tensor, padded to the longest. */
  Tensor tensor(long[][] ids) {
    int[] all = IntStream.range(0, ids.length).toArray();
    int longest = Stream.of(ids).mapToInt(text -> text.length).max().orElseThrow();
    return tensor(ids, new LengthBatches.Batch(all, longest));
  }

  private Tensor tensor(long[][] ids, LengthBatches.Batch batch) {
    int count = batch.indices().length;
    int length = batch.length();
    long[] padded = new long[count * length];
    for (int row = 0; row < count; row++) {
      long[] text = ids[batch.indices()[row]];
      int start = row * length;
      System.arraycopy(text, 0, padded, start, text.length);
      long padding = config.paddingAfter(text[text.length - 1]);
      Arrays.fill(padded, start + text.length, start + length, padding);
    }
    return tensor(padded, count);
  }

  /** Texts of one length, one behind the other. */
  Tensor tensor(long[] ids, int texts) {
    return Tensors.of(ids, texts, ids.length / texts).to(new Device(device), torch.ScalarType.Long);
  }
}
