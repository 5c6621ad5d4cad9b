package dev.jclip.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Between Java's arrays and the engine's tensors. Thread-safe: holds nothing. */
public final class Tensors {
  private Tensors() {}

  /** A float32 tensor with a copy of the values, in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** An int64 tensor with a copy of the values, in row-major order. */
  public static Tensor of(long[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** A float32 tensor with unset values. */
  public static Tensor empty(long... shape) {
    return torch.empty(shape, new TensorOptions(torch.ScalarType.Float), null);
  }

  /** A float32 tensor that has a shape but no memory. */
  public static Tensor meta(long... shape) {
    var options = new TensorOptions(torch.ScalarType.Float);
    return torch.empty(
        shape,
        options.device(
            new org.bytedeco.pytorch.DeviceOptional(new org.bytedeco.pytorch.Device("meta"))),
        null);
  }

  /** The memory of a contiguous tensor in main memory; valid as long as the tensor. */
  @SuppressWarnings("restricted") // the tensor knows how much memory it has
  public static MemorySegment memory(Tensor tensor) {
    return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(tensor.nbytes());
  }

  /**
   * The memory of a tensor in main memory from its first value to its last, which need not lie
   * together; valid as long as the tensor.
   */
  @SuppressWarnings("restricted") // the tensor knows how much memory it has
  public static MemorySegment strided(Tensor tensor) {
    long last = 0;
    for (int i = 0; i < tensor.dim(); i++) {
      last += (tensor.size(i) - 1) * tensor.stride(i);
    }
    return MemorySegment.ofAddress(tensor.data_ptr().address())
        .reinterpret((last + 1) * tensor.element_size());
  }

  /** A copy of the values as float32, in row-major order. */
  public static float[] floats(Tensor tensor) {
    Tensor plain = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(plain.numel())];
    new FloatPointer(plain.data_ptr()).get(values);
    return values;
  }

  /** A copy of the rows of a matrix [R, C]. */
  public static float[][] rows(Tensor matrix) {
    int rowCount = Math.toIntExact(matrix.size(0));
    float[] values = floats(matrix);
    int width = rowCount == 0 ? 0 : values.length / rowCount;
    float[][] rows = new float[rowCount][];
    for (int row = 0; row < rowCount; row++) {
      rows[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }
    return rows;
  }

  /** Whether the values are float32. */
  public static boolean isFloat32(Tensor tensor) {
    return tensor.scalar_type().intern()
        == torch.ScalarType.Float; // an object of its own each time
  }

  /** The sizes of all dimensions. */
  public static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  /** The tensors one behind the other along a dimension. */
  public static Tensor cat(long dimension, Tensor... tensors) {
    return torch.cat(new TensorVector(tensors), dimension);
  }

  /** The tensor as an optional argument of an operation. */
  public static TensorOptional present(Tensor tensor) {
    return new TensorOptional(tensor);
  }

  /** An absent optional argument of an operation. */
  public static TensorOptional absent() {
    return new TensorOptional();
  }
}
