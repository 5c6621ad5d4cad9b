package dev.jclip.nn;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a model needs.
 *
 * @param name its name, as in open_clip's state dictionaries
 * @param shape its sizes; none for a single number
 * @param learned whether training changes it by gradients, as opposed to a running statistic
 */
public record ParameterSpec(String name, List<Long> shape, boolean learned) {
  /** Copies the shape. */
  public ParameterSpec {
    shape = List.copyOf(shape);
  }

  static ParameterSpec of(String name, long[] shape, boolean learned) {
    return new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), learned);
  }

  /** The sizes as an array. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** How many numbers the tensor holds. */
  public long elementCount() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
