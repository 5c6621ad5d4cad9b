package dev.jclip.train.model;

import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * First values of tensors, drawn by rules for their names, of which the first that matches holds.
 * The values of a tensor depend on the seed and its name alone. Immutable.
 */
public final class TensorDraw {
  private final List<ParameterSpec> specs;
  private final Map<String, ParameterSpec> byName;
  private final List<Rule> rules;
  private final long seed;

  /**
   * How the numbers of the tensors with some names are drawn.
   *
   * @param names of all of them
   */
  public record Rule(Pattern names, Fill fill) {
    /** A rule for the names that match an expression. */
    public static Rule of(String names, Fill fill) {
      return new Rule(Pattern.compile(names), fill);
    }
  }

  /** Draws the numbers of a tensor, one after the other. */
  public interface Fill {
    /**
     * The numbers of a tensor.
     *
     * @param all the tensors of the model, by name
     */
    DoubleSupplier of(ParameterSpec spec, Map<String, ParameterSpec> all, RandomGenerator random);
  }

  /**
   * Draws nothing yet.
   *
   * @param specs all tensors of a model
   * @param rules the last of which matches every name
   */
  public TensorDraw(List<ParameterSpec> specs, List<Rule> rules, long seed) {
    this.specs = List.copyOf(specs);
    this.rules = List.copyOf(rules);
    this.seed = seed;
    byName = specs.stream().collect(Collectors.toMap(ParameterSpec::name, Function.identity()));
  }

  /** Draws those of the tensors that weights have not. */
  public void drawMissing(Weights weights) {
    for (ParameterSpec spec : specs) {
      if (!weights.tensors().containsKey(spec.name())) {
        try (TensorScope _ = TensorScope.inference()) {
          Tensor tensor = Tensors.empty(spec.dimensions());
          fill(spec, Tensors.memory(tensor));
          weights.add(spec.name(), tensor);
        }
      }
    }
  }

  private void fill(ParameterSpec spec, MemorySegment memory) {
    Rule first =
        rules.stream()
            .filter(rule -> rule.names().matcher(spec.name()).matches())
            .findFirst()
            .orElseThrow();
    DoubleSupplier values = first.fill().of(spec, byName, random(spec.name()));
    for (long i = 0; i < spec.elementCount(); i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values.getAsDouble());
    }
  }

  /** FNV-1a over the name, from the seed. */
  private RandomGenerator random(String name) {
    long mixed = seed ^ 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * 0x100000001B3L;
    }
    return RandomGeneratorFactory.of("L64X128MixRandom").create(mixed);
  }

  /** The same number everywhere. */
  public static Fill constant(double value) {
    return (_, _, _) -> () -> value;
  }

  /** Numbers of a normal distribution around 0. */
  public static Fill normal(double deviation) {
    return (_, _, random) -> () -> deviation * random.nextGaussian();
  }

  private static DoubleSupplier uniform(RandomGenerator random, double bound) {
    return () -> bound * (2 * random.nextDouble() - 1);
  }

  /** PyTorch's of the projections of attention. */
  public static DoubleSupplier xavier(
      ParameterSpec spec, Map<String, ParameterSpec> all, RandomGenerator random) {
    return uniform(random, Math.sqrt(6.0 / (spec.shape().get(0) + spec.shape().get(1))));
  }

  /**
   * PyTorch's default of linear layers and convolutions: 1 / sqrt(numbers that meet in one sum).
   */
  public static DoubleSupplier fanIn(
      ParameterSpec spec, Map<String, ParameterSpec> all, RandomGenerator random) {
    ParameterSpec weight = all.getOrDefault(spec.name().replaceFirst("\\bbias$", "weight"), spec);
    double summands = (double) weight.elementCount() / weight.shape().getFirst();
    return uniform(random, 1 / Math.sqrt(summands));
  }
}
