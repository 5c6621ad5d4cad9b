package dev.jclip.train.contrastive;

import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Rows of a batch, all together and in parts. */
final class PartRows {
  private PartRows() {}

  /** The rows of parts, one behind the other. */
  static Tensor joined(List<Tensor> parts) {
    return Tensors.cat(0, parts.toArray(Tensor[]::new));
  }

  /** Where the parts of so many rows begin. */
  static IntStream starts(int rows, int partSize) {
    return IntStream.iterate(0, from -> from < rows, from -> from + partSize);
  }

  /** The parts of rows, of which the last may be smaller. */
  static List<Tensor> split(Tensor rows, int partSize) {
    int size = Math.toIntExact(rows.size(0));
    return starts(size, partSize)
        .mapToObj(from -> rows.narrow(0, from, Math.min(partSize, size - from)))
        .toList();
  }
}
