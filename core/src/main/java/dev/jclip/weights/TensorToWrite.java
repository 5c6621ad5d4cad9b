package dev.jclip.weights;

import dev.jclip.config.DType;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** A tensor for {@link SafetensorsWriter}. Immutable, as far as its supplier is. */
public final class TensorToWrite {
  private final String name;
  private final DType dtype;
  private final Layout layout;
  private final Supplier<MemorySegment> bytes;

  /**
   * Describes a tensor.
   *
   * @param name the key, not {@code __metadata__}
   * @param dtype the element type
   * @param shape the size of each dimension from 0, outermost first
   * @param bytes gives the elements, little-endian and in row-major order, in {@link #byteSize()}
   *     bytes of heap or native memory; asked once, when the tensor's turn to be written comes, so
   *     that tensors can be converted one at a time
   * @throws IllegalArgumentException if the name is reserved, a size is negative, or there are too
   *     many sizes or elements
   */
  public TensorToWrite(String name, DType dtype, long[] shape, Supplier<MemorySegment> bytes) {
    if (name.equals(SafetensorsReader.METADATA)) {
      throw new IllegalArgumentException(name + " is not a name for a tensor");
    }
    this.name = name;
    this.dtype = dtype;
    this.layout = Layout.rowMajor(shape);
    this.bytes = bytes;
  }

  /** The key. */
  public String name() {
    return name;
  }

  /** The element type. */
  public DType dtype() {
    return dtype;
  }

  /** The size of each dimension, outermost first. */
  public long[] shape() {
    return layout.shape();
  }

  /** The number of bytes that the tensor takes in a file. */
  public long byteSize() {
    return layout.count() * dtype.byteSize();
  }

  MemorySegment bytes() {
    MemorySegment segment = bytes.get();
    if (segment.byteSize() != byteSize()) {
      throw new IllegalArgumentException(
          "%s: expected %d bytes, found %d".formatted(name, byteSize(), segment.byteSize()));
    }
    return segment;
  }
}
