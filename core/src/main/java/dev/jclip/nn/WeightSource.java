package dev.jclip.nn;

import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a checkpoint, which may be read any number of times until it is closed. Safe for
 * many threads at once.
 */
public interface WeightSource extends AutoCloseable {
  /** Reads a tensor as float32, into the caller's scope. */
  Tensor read(ParameterSpec spec);

  /** Reads all tensors as float32. The caller owns and closes them. */
  Weights readAll();

  @Override
  void close();
}
