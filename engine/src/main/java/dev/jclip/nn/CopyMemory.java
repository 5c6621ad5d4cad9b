package dev.jclip.nn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * Memory for tensors that are needed for a moment, one after the other: fresh memory from the
 * operating system costs more than what is done with a number. For one thread.
 */
final class CopyMemory implements AutoCloseable {
  /** Of fewer numbers, tensors get their memory from the C library, which has it at hand. */
  private static final long LEAST = 1 << 15;

  private final List<Tensor> buffers = new ArrayList<>();

  /** A float32 tensor with unset values, which has its memory for as long as it is in use. */
  Tensor tensor(long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return count < LEAST ? Tensors.empty(shape) : buffer(count).narrow(0, 0, count).view(shape);
  }

  private Tensor buffer(long count) {
    return buffers.stream()
        .filter(CopyMemory::isFree)
        .filter(buffer -> buffer.numel() >= count)
        .min(Comparator.comparingLong(Tensor::numel))
        .orElseGet(() -> add(count));
  }

  private Tensor add(long count) {
    free(CopyMemory::isFree);
    Tensor buffer = TensorScope.escape(Tensors.empty(count));
    buffers.add(buffer);
    return buffer;
  }

  /** Whether no tensor has a part of it. */
  private static boolean isFree(Tensor buffer) {
    return buffer.storage().use_count() == 1;
  }

  private void free(Predicate<Tensor> unneeded) {
    List<Tensor> freed = buffers.stream().filter(unneeded).toList();
    buffers.removeAll(freed);
    freed.forEach(TensorScope::free);
  }

  /** Frees what is not in use now, and the rest when it is not in use any longer. */
  @Override
  public void close() {
    free(_ -> true);
  }
}
