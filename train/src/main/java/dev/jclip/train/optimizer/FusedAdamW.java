package dev.jclip.train.optimizer;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The engine's AdamW that goes through each parameter once; JavaCPP has no method for it. */
final class FusedAdamW {
  private static final OperatorHandle STEP =
      TensorScope.escape(
          new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "")));
  private static final IValue EMPTY = TensorScope.escape(emptyList());

  private FusedAdamW() {}

  /**
   * What all parameters of a group have in common.
   *
   * @param step the number of this step, from 1
   * @param gradientDivisor what gradients are divided by first
   */
  record Settings(
      double learningRate,
      double beta1,
      double beta2,
      double weightDecay,
      double epsilon,
      long step,
      double gradientDivisor) {}

  /** Changes parameters and moments in place. */
  static void step(
      Settings settings,
      List<Tensor> parameters,
      List<Tensor> gradients,
      List<Tensor> meanGradients,
      List<Tensor> meanSquares) {
    if (parameters.isEmpty()) {
      return;
    }
    boolean amsgrad = false;
    boolean maximize = false;
    Tensor step = scalar((double) settings.step());
    var stack = new IValueVector();
    for (List<Tensor> tensors :
        List.of(
            parameters,
            gradients,
            meanGradients,
            meanSquares,
            List.<Tensor>of(),
            Collections.nCopies(parameters.size(), step))) {
      stack.push_back(list(tensors));
    }
    for (IValue value :
        List.of(
            new IValue(settings.learningRate()),
            new IValue(settings.beta1()),
            new IValue(settings.beta2()),
            new IValue(settings.weightDecay()),
            new IValue(settings.epsilon()),
            new IValue(amsgrad),
            new IValue(maximize),
            new IValue(scalar(settings.gradientDivisor())),
            new IValue())) {
      stack.push_back(value);
    }
    STEP.callBoxed(stack);
  }

  private static Tensor scalar(double value) {
    return Tensors.of(new float[] {(float) value}, 1).squeeze();
  }

  private static IValue list(List<Tensor> tensors) {
    GenericList list = EMPTY.toList().copy();
    tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
    return new IValue(list);
  }

  /** No Java constructor makes a list of tensors, so a one-line script does. */
  private static IValue emptyList() {
    CompilationUnit unit = torch.compile("def none() -> List[Tensor]:\n  return []\n\n");
    return new IValue(unit.find_function(new QualifiedName("none")).apply(new IValueVector()));
  }
}
