package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * oneDNN's operators, which have no Java methods, and arguments for which there are no Java
 * constructors. All live as long as the process.
 */
final class Operators {
  static final OperatorHandle LINEAR = find("mkldnn::_linear_pointwise", "");
  static final OperatorHandle LINEAR_ADD = find("mkldnn::_linear_pointwise", "binary");
  static final OperatorHandle PACK_LINEAR = find("mkldnn::_reorder_linear_weight", "");
  static final OperatorHandle CONVOLUTION = find("mkldnn::_convolution_pointwise", "");
  static final OperatorHandle PACK_CONVOLUTION = find("mkldnn::_reorder_convolution_weight", "");

  static final OperatorHandle QUANTIZED = find("onednn::qlinear_pointwise", "");
  static final OperatorHandle PACK_QUANTIZED = find("onednn::qlinear_prepack", "");

  private static final CompilationUnit LISTS =
      TensorScope.escape(
          torch.compile(
              """
              def none() -> List[Optional[number]]:
                return []
              def pair(value: int) -> List[int]:
                return [value, value]
              """));

  /** An empty list of optional numbers. */
  static final IValue NO_SCALARS = TensorScope.escape(list("none", new IValueVector()));

  static final IValue ABSENT = TensorScope.escape(new IValue());
  static final IValue ADD = string("add");
  static final IValue NONE = string("none");
  static final IValue RELU = string("relu");
  static final IValue NO_ALGORITHM = string("");
  static final IValue FLOAT = TensorScope.escape(new IValue(torch.ScalarType.Float));
  static final IValue ONE = TensorScope.escape(new IValue(1.0));
  static final IValue ONE_GROUP = TensorScope.escape(new IValue(1L));
  static final IValue ZERO = TensorScope.escape(new IValue(0L));

  private static final Map<Fusion, IValue> ATTRIBUTES = strings(Fusion::attribute);
  private static final Map<Fusion, IValue> ALGORITHMS = strings(Fusion::algorithm);

  private Operators() {}

  private static IValue string(String value) {
    return TensorScope.escape(new IValue(value));
  }

  private static Map<Fusion, IValue> strings(Function<Fusion, String> text) {
    var made = new EnumMap<Fusion, IValue>(Fusion.class);
    for (Fusion fusion : Fusion.values()) {
      made.put(fusion, string(text.apply(fusion)));
    }
    return Collections.unmodifiableMap(made);
  }

  static IValue attribute(Fusion fusion) {
    return require(ATTRIBUTES, fusion);
  }

  /** Empty where the attribute has no variants. */
  static IValue algorithm(Fusion fusion) {
    return require(ALGORITHMS, fusion);
  }

  private static IValue require(Map<Fusion, IValue> values, Fusion fusion) {
    return Objects.requireNonNull(values.get(fusion));
  }

  private static OperatorHandle find(String name, String overload) {
    return TensorScope.escape(
        new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow(name, overload)));
  }

  private static IValue list(String function, IValueVector arguments) {
    return new IValue(LISTS.find_function(new QualifiedName(function)).apply(arguments));
  }

  /** A list of the same number twice; the caller's. */
  static IValue pair(long value) {
    return list("pair", new IValueVector(new IValue(value)));
  }

  /** Calls an operator that gives one tensor. */
  static Tensor call(OperatorHandle operator, IValueVector arguments) {
    operator.callBoxed(arguments);
    Tensor inArguments = arguments.get(0).toTensor();
    return new Tensor(inArguments);
  }
}
