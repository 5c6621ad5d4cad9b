package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a checkpoint, which may be read any number of times until it is closed. Safe for
 * many threads at once.
 */
public interface WeightSource extends AutoCloseable {
  /** Reads a tensor as float32, into the caller's scope. */
  default Tensor read(ParameterSpec spec) {
    return read(spec, Tensors::empty);
  }

  /**
   * Reads a tensor as float32, into the caller's scope.
   *
   * @param memory makes tensors of a shape with unset values, of which it may be one
   */
  Tensor read(ParameterSpec spec, Function<long[], Tensor> memory);

  /** Reads a tensor of one number, without the engine. */
  float number(ParameterSpec spec);

  /** Reads all tensors as float32. The caller owns and closes them. */
  Weights readAll();

  /** Reads all tensors as float32, and closes them when the reader has done. */
  default void lendAll(Consumer<Weights> reader) {
    try (Weights weights = readAll()) {
      reader.accept(weights);
    }
  }

  @Override
  void close();
}
