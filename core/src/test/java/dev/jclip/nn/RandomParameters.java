package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/** Random tensors, whose values a test can read by name. For one thread, inside a scope. */
final class RandomParameters implements Parameters {
  private final Random random;
  private final Map<String, float[]> values = new HashMap<>();

  RandomParameters(Random random) {
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
    int count = 1;
    for (long side : shape) {
      count *= (int) side;
    }
    float[] made = values(random, count);
    values.put(name, made);
    return Tensors.of(made, shape);
  }

  @Override
  public Tensor buffer(String name, long... shape) {
    return parameter(name, shape);
  }
}
