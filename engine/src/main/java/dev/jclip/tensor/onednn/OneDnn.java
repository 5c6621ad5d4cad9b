package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Engine;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linear layers by oneDNN, in full float32 precision; libtorch's own route would be OpenBLAS (see
 * {@link Engine}). Thread-safe.
 */
public final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private static final String ROUNDED = "medium";
  private static final String FULL = "highest";

  private OneDnn() {}

  /**
   * {@code x @ weight^T + bias}.
   *
   * @param x [..., in]
   * @param weight [out, in]
   * @param bias [out]
   * @return [..., out]
   */
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return linear(x, weight, Tensors.present(bias), new IValue(bias));
  }

  /**
   * {@code x @ weight^T}.
   *
   * @param x [..., in]
   * @param weight [out, in]
   * @return [..., out]
   */
  public static Tensor linear(Tensor x, Tensor weight) {
    return linear(x, weight, Tensors.absent(), new IValue());
  }

  private static Tensor linear(Tensor x, Tensor weight, TensorOptional bias, IValue boxedBias) {
    if (GradMode.is_enabled() || !x.is_cpu()) {
      return torch.linear(x, weight, bias);
    }
    var stack =
        new IValueVector(
            new IValue(x),
            new IValue(weight),
            boxedBias,
            Operators.NONE,
            Operators.NO_SCALARS,
            new IValue());
    return Operators.call(Operators.LINEAR, stack);
  }

  /**
   * Whether it multiplies numbers of a kind on this processor: bfloat16 it has from AVX-512 on, and
   * refuses where there is less, or where it was told to use less.
   */
  public static boolean multiplies(torch.ScalarType numbers) {
    return numbers != torch.ScalarType.BFloat16 || Bfloat16.IS_MULTIPLIED;
  }

  /**
   * Sends float32 products of whole matrices, and their gradients, to oneDNN until the scope is
   * closed: libtorch does so when it may round their factors, which oneDNN makes use of only on
   * processors with matrix units for it. There, as one product shows, nothing is changed, so that
   * float32 stays float32. The setting is the process's: for one thread that trains.
   */
  public static Products products() {
    return new Products();
  }

  /** The scope of {@link #products}. */
  public static final class Products implements AutoCloseable {
    private Products() {
      Engine.start();
      if (Exactness.EXACT) {
        torch.globalContext().setFloat32MatmulPrecision(ROUNDED);
      }
    }

    @Override
    public void close() {
      torch.globalContext().setFloat32MatmulPrecision(FULL);
    }
  }

  /** Whether products that may be rounded are not, on this processor. */
  private static final class Exactness {
    private static final long SIDE = 128;

    static final boolean EXACT = measure();

    private static boolean measure() {
      try (TensorScope _ = TensorScope.inference()) {
        Tensor a = torch.linspace(new Scalar(0.1), new Scalar(1.9), SIDE * SIDE).view(SIDE, SIDE);
        Tensor reference = a.to(torch.ScalarType.Double).matmul(a.to(torch.ScalarType.Double));
        torch.globalContext().setFloat32MatmulPrecision(ROUNDED);
        Tensor error = a.matmul(a).sub(reference).div(reference).abs().max();
        torch.globalContext().setFloat32MatmulPrecision(FULL);
        return Tensors.floats(error)[0] < 1e-5;
      }
    }
  }

  /** Whether a layer of bfloat16 can be packed and computed. */
  private static final class Bfloat16 {
    private static final long SIDE = 64;

    static final boolean IS_MULTIPLIED = isMultiplied();

    private static boolean isMultiplied() {
      try (TensorScope _ = TensorScope.inference()) {
        Tensor ones = torch.ones(SIDE, SIDE).to(torch.ScalarType.BFloat16);
        Tensor packed =
            Operators.call(Operators.PACK_LINEAR, new IValueVector(new IValue(ones), new IValue()));
        linear(ones, packed);
        return true;
      } catch (RuntimeException e) { // how JavaCPP passes on a C++ exception
        LOG.debug("oneDNN multiplies no bfloat16 here: float32 stands in", e);
        return false;
      }
    }
  }
}
