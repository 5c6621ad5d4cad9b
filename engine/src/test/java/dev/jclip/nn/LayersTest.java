package dev.jclip.nn;

import dev.jclip.config.Activation;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Tolerance;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers with random weights of random small sizes against the formulas written out. */
@Tag("kernels")
class LayersTest {
  private static final double BOUND = 2e-5;
  private static final double EPSILON = 1e-5;
  private static final int TRIES = 20;
  private static final long SEED = Long.getLong("jclip.fuzz.seed", 20261123L);

  @ParameterizedTest
  @CsvSource({"QUICK_GELU,true", "QUICK_GELU,false", "GELU,true", "GELU,false", "GELU_TANH,true"})
  void blockIsWhatItsFormulaSays(Activation activation, boolean causal) {
    for (int i = 0; i < TRIES; i++) {
      Random random = new Random(SEED + i);
      int heads = 1 + random.nextInt(4);
      int width = heads * (1 + random.nextInt(8));
      int hidden = 1 + random.nextInt(32);
      int tokens = 1 + random.nextInt(9);
      float[] x = RandomParameters.values(random, 2 * tokens * width);
      try (TensorScope _ = TensorScope.inference()) {
        var weights = new RandomParameters(random);
        var shape =
            new ResidualAttentionBlock.Shape(width, heads, hidden, activation, true, EPSILON);
        var block = new ResidualAttentionBlock(weights, shape);
        AttentionMask mask = causal ? AttentionMask.ofCausal() : AttentionMask.none();
        float[] actual = Tensors.floats(block.forward(Tensors.of(x, 2, tokens, width), mask));
        for (int sample = 0; sample < 2; sample++) {
          double[][] expected = naiveBlock(part(x, sample), weights, shape, causal);
          Tolerance.assertClose(
              "block of seed " + (SEED + i), part(actual, sample), Naive.flat(expected), BOUND);
        }
      }
    }
  }

  private static float[] part(float[] values, int half) {
    int size = values.length / 2;
    return Arrays.copyOfRange(values, half * size, (half + 1) * size);
  }

  private static double[][] naiveBlock(
      float[] sample, RandomParameters w, ResidualAttentionBlock.Shape shape, boolean causal) {
    int width = shape.width();
    double[][] x = Naive.rows(sample, width);
    double[][] normed = Naive.layerNorm(x, w.get("ln_1.weight"), w.get("ln_1.bias"), EPSILON);
    float[] inWeight = w.get("attn.in_proj_weight");
    float[] inBias = w.get("attn.in_proj_bias");
    BiPredicate<Integer, Integer> sees = causal ? (a, b) -> b <= a : (_, _) -> true;
    double[][] attended =
        Naive.attention(
            Naive.linear(normed, inWeight, inBias, 0, width),
            Naive.linear(normed, inWeight, inBias, width, width),
            Naive.linear(normed, inWeight, inBias, 2 * width, width),
            shape.heads(),
            sees);
    double[][] projected =
        Naive.linear(
            attended, w.get("attn.out_proj.weight"), w.get("attn.out_proj.bias"), 0, width);
    x = Naive.plus(x, scaled(projected, w.get("ls_1.gamma")));
    normed = Naive.layerNorm(x, w.get("ln_2.weight"), w.get("ln_2.bias"), EPSILON);
    double[][] inner =
        Naive.linear(normed, w.get("mlp.c_fc.weight"), w.get("mlp.c_fc.bias"), 0, shape.mlpWidth());
    for (double[] row : inner) {
      Arrays.setAll(row, i -> Naive.activate(shape.activation(), row[i]));
    }
    double[][] out =
        Naive.linear(inner, w.get("mlp.c_proj.weight"), w.get("mlp.c_proj.bias"), 0, width);
    return Naive.plus(x, scaled(out, w.get("ls_2.gamma")));
  }

  private static double[][] scaled(double[][] x, float[] gamma) {
    for (double[] row : x) {
      Arrays.setAll(row, i -> row[i] * gamma[i]);
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void attentionPoolIsWhatItsFormulaSays(int grid) {
    for (int i = 0; i < TRIES; i++) {
      Random random = new Random(SEED + i);
      int heads = 1 + random.nextInt(4);
      int width = heads * (1 + random.nextInt(8));
      int embedDim = 1 + random.nextInt(16);
      float[] cells = RandomParameters.values(random, grid * grid * width);
      try (TensorScope _ = TensorScope.inference()) {
        var weights = new RandomParameters(random);
        var pool = new AttentionPool2d(weights, grid, width, heads, embedDim);
        float[] actual =
            Tensors.floats(pool.forward(Tensors.of(cells, 1, (long) grid * grid, width)));
        double[][] expected = naivePool(cells, weights, width, heads, embedDim);
        Tolerance.assertClose("pool of seed " + (SEED + i), actual, Naive.flat(expected), BOUND);
      }
    }
  }

  private static double[][] naivePool(
      float[] values, RandomParameters w, int width, int heads, int embedDim) {
    double[][] cells = Naive.rows(values, width);
    double[][] tokens = new double[cells.length + 1][width];
    for (int n = 0; n < cells.length; n++) {
      tokens[n + 1] = cells[n];
      for (int d = 0; d < width; d++) {
        tokens[0][d] += cells[n][d] / cells.length;
      }
    }
    tokens = Naive.plus(tokens, Naive.rows(w.get("positional_embedding"), width));
    double[][] pooled =
        Naive.attention(
            Naive.linear(
                new double[][] {tokens[0]}, w.get("q_proj.weight"), w.get("q_proj.bias"), 0, width),
            Naive.linear(tokens, w.get("k_proj.weight"), w.get("k_proj.bias"), 0, width),
            Naive.linear(tokens, w.get("v_proj.weight"), w.get("v_proj.bias"), 0, width),
            heads,
            (_, _) -> true);
    return Naive.linear(pooled, w.get("c_proj.weight"), w.get("c_proj.bias"), 0, embedDim);
  }
}
