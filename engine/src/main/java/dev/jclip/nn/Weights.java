package dev.jclip.nn;

import dev.jclip.digest.Sha256;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The named tensors of a model, and their owner: closing frees them, after which no model built
 * from them may be used.
 */
public final class Weights implements Parameters, AutoCloseable {
  private static final long BLOCK_BYTES = 16 << 20;

  private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();

  /** Adds a tensor, which from now on lives as long as this object. */
  public void add(String name, Tensor tensor) {
    if (tensors.putIfAbsent(name, TensorScope.escape(tensor)) != null) {
      TensorScope.free(tensor);
      throw new IllegalArgumentException(name + ": added twice");
    }
  }

  /** All tensors by name, in the order they were added. */
  public SequencedMap<String, Tensor> tensors() {
    return Collections.unmodifiableSequencedMap(tensors);
  }

  @Override
  public Tensor parameter(String name, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(name + ": no such tensor among the weights");
    }
    if (!Arrays.equals(Tensors.shape(tensor), shape)) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s"
              .formatted(name, Arrays.toString(shape), Arrays.toString(Tensors.shape(tensor))));
    }
    return tensor;
  }

  @Override
  public Tensor buffer(String name, long... shape) {
    return parameter(name, shape);
  }

  /**
   * Adds tensors to a digest, by name: names, shapes, and the values as float32.
   *
   * @param names which of the tensors are added
   */
  public void addTo(Sha256 digest, Predicate<String> names) {
    new TreeMap<>(tensors)
        .forEach(
            (name, tensor) -> {
              if (names.test(name)) {
                digest.add(name).add(Arrays.toString(Tensors.shape(tensor)));
                addValues(tensor, digest);
              }
            });
  }

  private static void addValues(Tensor tensor, Sha256 digest) {
    try (TensorScope _ = TensorScope.inference()) {
      MemorySegment values = Tensors.memory(tensor.cpu().to(torch.ScalarType.Float).contiguous());
      for (long from = 0; from < values.byteSize(); from += BLOCK_BYTES) {
        long length = Math.min(BLOCK_BYTES, values.byteSize() - from);
        digest.add(values.asSlice(from, length).asByteBuffer());
      }
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(TensorScope::free);
    tensors.clear();
  }
}
