package dev.jclip.tensor;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Linear layers by oneDNN, in full float32 precision; libtorch's own route would be OpenBLAS (see
 * {@link Engine}). Thread-safe.
 */
public final class OneDnn {
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
            new IValue("none"),
            Operator.NO_SCALARS,
            new IValue());
    Operator.LINEAR.callBoxed(stack);
    return stack.get(0).toTensor();
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

  /** The operator and its empty argument; both live as long as the process. */
  private static final class Operator {
    static final OperatorHandle LINEAR =
        TensorScope.escape(
            new OperatorHandle(
                Dispatcher.singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "")));
    static final IValue NO_SCALARS = TensorScope.escape(noScalars());

    /** No Java constructor makes a list of this element type, so a one-line script does. */
    private static IValue noScalars() {
      CompilationUnit unit =
          torch.compile("def none() -> List[Optional[number]]:\n  return []\n\n");
      return new IValue(unit.find_function(new QualifiedName("none")).apply(new IValueVector()));
    }
  }
}
