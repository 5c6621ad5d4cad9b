package dev.jclip.nn.fast;

import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionForm;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.KeyValues;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.fast.block.PackedAttention;
import dev.jclip.nn.fast.float32.FewQueries;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.thread.Part;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The inference form of an attention: packed layers, of which the first scales the queries.
 *
 * @param heads how many heads there are
 * @param query [B, N, query width] to [B, N, D], scaled by {@code 1 / sqrt(d)}
 * @param key [B, M, memory width] to [B, M, D]
 * @param value [B, M, memory width] to [B, M, D]
 * @param output [B, N, D] to [B, N, E]
 */
record FastAttention(
    long heads,
    UnaryOperator<Tensor> query,
    UnaryOperator<Tensor> key,
    UnaryOperator<Tensor> value,
    UnaryOperator<Tensor> output)
    implements AttentionForm {
  /** Logits that are in memory at once, where they are: 64 MB in bfloat16. */
  static final long MOST_LOGITS = 1 << 25;

  /** Makes a layer of a weight [out, in] and a bias [out], which are valid in its maker's scope. */
  @FunctionalInterface
  interface LayerMaker {
    /** Makes a layer, [B, N, in] to [B, N, out]. */
    UnaryOperator<Tensor> make(Tensor weight, Tensor bias);
  }

  /**
   * An attention of layers in whichever kind of numbers.
   *
   * @param ofMemory makes those of what is attended to
   */
  static Attention of(
      Parameters parameters,
      AttentionWeights.Reader reader,
      LayerMaker layers,
      LayerMaker ofMemory) {
    try (TensorScope _ = TensorScope.inference()) {
      AttentionWeights weights = reader.read(parameters.copies());
      Linear query = weights.inputs().query();
      long depth = query.weight().size(0) / weights.heads();
      return new Attention(
          new FastAttention(
              weights.heads(),
              linear(query, 1 / Math.sqrt((double) depth), layers),
              linear(weights.inputs().key(), 1, ofMemory),
              linear(weights.inputs().value(), 1, ofMemory),
              linear(weights.output(), 1, layers)));
    }
  }

  private static UnaryOperator<Tensor> linear(Linear layer, double factor, LayerMaker layers) {
    var scale = new Scalar(factor);
    Tensor bias = layer.bias().orElseGet(() -> torch.zeros(layer.weight().size(0)));
    return layers.make(layer.weight().mul(scale), bias.mul(scale));
  }

  @Override
  public Tensor queries(Tensor x) {
    return query.apply(x);
  }

  @Override
  public Tensor keys(Tensor memory) {
    return key.apply(memory);
  }

  @Override
  public Tensor values(Tensor memory) {
    return value.apply(memory);
  }

  /** Some queries at a time, where there are thousands of tokens. */
  @Override
  public Tensor attend(Tensor queries, KeyValues memory, AttentionMask mask) {
    long count = queries.size(2);
    Optional<Tensor> logits = mask.logits(count, memory.tokens(), queries.options());
    if (logits.isEmpty() && FewQueries.suits(queries)) {
      return FewQueries.attend(queries, memory);
    }
    long logitsOfQuery = queries.size(0) * heads * memory.tokens();
    int together = Math.toIntExact(Math.clamp(MOST_LOGITS / logitsOfQuery, 1, count));
    Tensor[] attended =
        new Part(0, Math.toIntExact(count))
            .inParts(together).stream()
                .map(part -> attend(part, queries, memory, logits))
                .toArray(Tensor[]::new);
    return attended.length == 1 ? attended[0] : Tensors.cat(2, attended);
  }

  private static Tensor attend(
      Part part, Tensor queries, KeyValues memory, Optional<Tensor> logits) {
    return PackedAttention.attend(
        queries.narrow(2, part.first(), part.count()),
        memory.keys(),
        memory.values(),
        logits.map(all -> rows(all, part)));
  }

  /** What of the logits concerns some queries; those of all, where they have them in common. */
  private static Tensor rows(Tensor logits, Part part) {
    return logits.size(-2) == 1 ? logits : logits.narrow(-2, part.first(), part.count());
  }

  @Override
  public Tensor output(Tensor attended) {
    return output.apply(attended).to(torch.ScalarType.Float);
  }
}
