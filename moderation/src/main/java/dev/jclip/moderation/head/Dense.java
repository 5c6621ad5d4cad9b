package dev.jclip.moderation.head;

import dev.jclip.error.CheckpointException;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;

/**
 * A fully connected layer.
 *
 * @param weight [out, in], row-major
 * @param bias [out]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Dense(float[] weight, float[] bias) {
  /**
   * Reads {@code NAME.weight} and {@code NAME.bias}; with an empty name {@code weight} and {@code
   * bias}.
   *
   * @throws CheckpointException if they are missing or their shapes do not fit
   */
  static Dense read(StateDict state, String name) {
    String prefix = name.isEmpty() ? "" : name + ".";
    StoredTensor weight = state.get(prefix + "weight");
    StoredTensor bias = state.get(prefix + "bias");
    if (weight.shape().length != 2
        || bias.shape().length != 1
        || weight.shape()[0] != bias.shape()[0]
        || weight.elementCount() == 0) {
      throw new CheckpointException(
          "%s: expected %sweight [out, in] and %sbias [out], found %s and %s"
              .formatted(weight.file(), prefix, prefix, weight, bias));
    }
    return new Dense(weight.floats(), bias.floats());
  }

  int inputs() {
    return weight.length / bias.length;
  }

  int outputs() {
    return bias.length;
  }

  double[] apply(double[] input) {
    double[] output = new double[bias.length];
    for (int i = 0; i < output.length; i++) {
      double sum = bias[i];
      for (int j = 0; j < input.length; j++) {
        sum += (double) weight[i * input.length + j] * input[j];
      }
      output[i] = sum;
    }
    return output;
  }

  /** Requires that this layer takes what another one gives. */
  Dense after(Dense before, StateDict state) {
    if (inputs() != before.outputs()) {
      throw new CheckpointException(
          "%s: expected a layer of %d inputs, found %d"
              .formatted(state.files().getFirst(), before.outputs(), inputs()));
    }
    return this;
  }
}
