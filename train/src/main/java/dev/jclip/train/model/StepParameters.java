package dev.jclip.train.model;

import dev.jclip.nn.NormStatistics;
import dev.jclip.nn.Parameters;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/** Weights as one step computes with them, each rounded once. */
final class StepParameters implements Parameters {
  /** Norms, the table of token embeddings and the temperature, which stay float32. */
  private static final Pattern UNROUNDED =
      Pattern.compile(
          ".*\\bln_\\w+\\..*|.*\\bbn\\d\\..*|.*\\bdownsample\\.1\\..*|token_embedding\\..*|logit_.*");

  private final Parameters weights;
  private final Precision precision;
  private final Map<String, Tensor> computing = new HashMap<>();

  StepParameters(Parameters weights, Precision precision) {
    this.weights = weights;
    this.precision = precision;
  }

  @Override
  public Tensor parameter(String name, long... shape) {
    return computing.computeIfAbsent(
        name,
        _ -> {
          Tensor weight = weights.parameter(name, shape);
          return UNROUNDED.matcher(name).matches() ? weight : precision.of(weight);
        });
  }

  @Override
  public Tensor buffer(String name, long... shape) {
    return weights.buffer(name, shape);
  }

  @Override
  public NormStatistics statistics(String name) {
    return weights.statistics(name);
  }
}
