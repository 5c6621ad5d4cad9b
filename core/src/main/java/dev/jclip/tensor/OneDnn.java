package dev.jclip.tensor;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Linear layers by oneDNN, in full float32 precision; libtorch's own route would be OpenBLAS (see
 * {@link Engine}). Thread-safe.
 */
public final class OneDnn {
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
    if (GradMode.is_enabled() || !x.is_cpu()) {
      return torch.linear(x, weight, Tensors.present(bias));
    }
    var stack =
        new IValueVector(
            new IValue(x),
            new IValue(weight),
            new IValue(bias),
            new IValue("none"),
            Operator.NO_SCALARS,
            new IValue());
    Operator.LINEAR.callBoxed(stack);
    return stack.get(0).toTensor();
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
