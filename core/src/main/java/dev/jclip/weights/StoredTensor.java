package dev.jclip.weights;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * One named tensor of a checkpoint, as it lies in its file.
 *
 * <p>Immutable, and safe for use by several threads until its {@link StateDict} is closed; after
 * that, reading elements throws {@link IllegalStateException}. Several tensors may share bytes.
 */
public final class StoredTensor {
  /** Bytes read and converted at a time: they stay in a processor's nearest caches. */
  private static final int BLOCK = 64 << 10;

  private static final long WORTH_UNLOADING = 64 << 10;

  private final String name;
  private final DType dtype;
  private final Layout layout;
  private final MemorySegment data;
  private final MappedFile file;

  /** The segment must hold the span of the layout. */
  StoredTensor(String name, DType dtype, Layout layout, MemorySegment data, MappedFile file) {
    this.name = name;
    this.dtype = dtype;
    this.layout = layout;
    this.data = data;
    this.file = file;
  }

  /** The tensor's key in the state dict. */
  public String name() {
    return name;
  }

  /** The type of the stored elements. */
  public DType dtype() {
    return dtype;
  }

  /** The size of each dimension, outermost first; empty for a scalar. */
  public long[] shape() {
    return layout.shape();
  }

  /** The distance in elements between neighbours along each dimension. */
  public long[] strides() {
    return layout.strides();
  }

  /** Whether the stored elements are in row-major order without gaps. */
  public boolean isContiguous() {
    return layout.isRowMajor();
  }

  /** The product of the shape: 1 for a scalar, 0 if any size is 0. */
  public long elementCount() {
    return layout.count();
  }

  /**
   * The mapped bytes, little-endian and read-only, from the first element to the last along {@link
   * #strides()}. They may be unaligned, and must not reach native code, which would crash if the
   * file were cut short; {@link #copyTo} is the safe way to the values.
   */
  public MemorySegment data() {
    return data;
  }

  /** The file that holds the tensor. */
  public Path file() {
    return file.path();
  }

  /**
   * Writes all elements as float32 in native byte order and row-major order. F32, F16 and BF16
   * convert exactly, F64 to the nearest float. Of the file, nothing stays in this process's memory.
   *
   * @param destination at least {@code 4 * elementCount()} bytes, of any alignment
   * @throws IllegalArgumentException if the destination is too small
   * @throws CheckpointException if the elements are not floats, or the file was cut short
   * @throws IllegalStateException if the state dict is closed
   */
  public void copyTo(MemorySegment destination) {
    requireFloats();
    if (destination.byteSize() / Float.BYTES < elementCount()) {
      throw new IllegalArgumentException(
          "%s: expected a destination of %d floats, found %d bytes"
              .formatted(name, elementCount(), destination.byteSize()));
    }
    file.read(
        () -> {
          if (isContiguous()) {
            copyBlocks(destination);
          } else {
            copyRows(destination);
          }
        });
  }

  /**
   * All elements as float32 in row-major order; see {@link #copyTo} for conversions and errors.
   *
   * @throws IllegalArgumentException if there are more elements than an array holds
   */
  public float[] floats() {
    requireFloats();
    float[] values = new float[arrayLength()];
    copyTo(MemorySegment.ofArray(values));
    return values;
  }

  /**
   * All elements of an integer or truth-value tensor in row-major order; true is 1.
   *
   * @throws IllegalArgumentException if there are more elements than an array holds
   * @throws CheckpointException if the elements are not integers, or the file was cut short
   * @throws IllegalStateException if the state dict is closed
   */
  public long[] longs() {
    if (!dtype.isInteger()) {
      throw wrongType("integers");
    }
    long[] values = new long[arrayLength()];
    file.read(
        () -> {
          Odometer position = layout.elements();
          for (int i = 0; i < values.length; i++) {
            values[i] = Elements.toLong(dtype, data, position.offset() * dtype.byteSize());
            position.advance();
          }
        });
    return values;
  }

  /** The name, type and shape, such as {@code visual.proj F16 [768, 512]}. */
  @Override
  public String toString() {
    return name + " " + dtype + " " + layout;
  }

  StoredTensor renamed(String newName) {
    return new StoredTensor(newName, dtype, layout, data, file);
  }

  private void copyBlocks(MemorySegment destination) {
    int step = dtype.byteSize();
    long total = elementCount();
    byte[] block = new byte[(int) Math.min(BLOCK, total * step)];
    MemorySegment elements = MemorySegment.ofArray(block);
    for (long first = 0; first < total; first += BLOCK / step) {
      int count = (int) Math.min(BLOCK / step, total - first);
      file.load(data, first * step, block, count * step);
      Elements.toFloats(dtype, elements, 0, step, destination, first * Float.BYTES, count);
    }
  }

  private void copyRows(MemorySegment destination) {
    long rowLength = layout.rowLength();
    long step = layout.rowStride() * dtype.byteSize();
    Odometer row = layout.rows();
    long total = elementCount();
    for (long done = 0; done < total; done += rowLength) {
      long offset = row.offset() * dtype.byteSize();
      Elements.toFloats(dtype, data, offset, step, destination, done * Float.BYTES, rowLength);
      row.advance();
    }
    release(data);
  }

  private static void release(MemorySegment read) {
    if (read.byteSize() >= WORTH_UNLOADING) {
      read.unload();
    }
  }

  private void requireFloats() {
    if (!dtype.isFloat()) {
      throw wrongType("floating-point values");
    }
  }

  private int arrayLength() {
    long count = elementCount();
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          name + ": " + count + " elements exceed an array; use copyTo");
    }
    return (int) count;
  }

  private CheckpointException wrongType(String expected) {
    return file.error("%s: expected %s, found %s".formatted(name, expected, dtype));
  }
}
