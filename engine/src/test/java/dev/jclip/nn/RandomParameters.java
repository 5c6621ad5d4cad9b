package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/** Random tensors, whose values a test can read by name. For one thread, inside a scope. */
public final class RandomParameters implements Parameters {
  private final Random random;
  private final Map<String, float[]> values = new HashMap<>();

  /** Makes tensors as they are asked for. */
  public RandomParameters(Random random) {
    this.random = random;
  }

  float[] get(String name) {
    float[] found = values.get(name);
    if (found == null) {
      throw new AssertionError(name + ": not among " + values.keySet());
    }
    return found;
  }

  static float[] values(Random random, int count) {
    float[] made = new float[count];
    for (int i = 0; i < count; i++) {
      made[i] = (float) random.nextGaussian();
    }
    return made;
  }

  @Override
  public Tensor parameter(String name, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    return Tensors.of(values.computeIfAbsent(name, _ -> values(random, count)), shape);
  }

  @Override
  public Tensor buffer(String name, long... shape) {
    return parameter(name, shape);
  }
}
