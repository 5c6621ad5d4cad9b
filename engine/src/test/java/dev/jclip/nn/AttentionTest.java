package dev.jclip.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.fast.PackedLayers;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention in all its uses and forms, against its formula and against itself step by step. */
@Tag("kernels")
class AttentionTest {
  private static final long SEED = Long.getLong("jclip.fuzz.seed", 20261130L);
  private static final int TRIES = 12;
  private static final double EXACT = 1e-6;

  /** A form of an attention, and how near it comes to the formula. */
  enum Form {
    PLAIN(2e-5, EXACT),
    F32(2e-5, EXACT),
    BF16(0.03, 0.02),
    INT8(0.08, 0.04);

    /** Largest relative error against the formula. */
    private final double error;

    /** Largest relative difference between all tokens at once and a few at a time. */
    private final double difference;

    Form(double error, double difference) {
      this.error = error;
      this.difference = difference;
    }

    void use(
        Random random,
        AttentionWeights.Reader reader,
        BiConsumer<Attention, RandomParameters> test) {
      try (TensorScope _ = TensorScope.inference()) {
        var parameters = new RandomParameters(random);
        if (this == PLAIN) {
          test.accept(new PlainLayers().attention(parameters, reader), parameters);
        } else {
          try (var layers = new PackedLayers(TowerPrecision.of(Precision.valueOf(name())))) {
            test.accept(layers.attention(parameters, reader), parameters);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void selfAttentionIsWhatItsFormulaSays(Form form) {
    for (int i = 0; i < TRIES; i++) {
      Random random = new Random(SEED + i);
      int heads = 1 + random.nextInt(4);
      int width = heads * 2 * (1 + random.nextInt(8));
      int tokens = 1 + random.nextInt(9);
      boolean isCausal = random.nextBoolean();
      float[] x = RandomParameters.values(random, tokens * width);
      form.use(
          random,
          AttentionWeights.multiHead(width, width, heads),
          (attention, w) -> {
            float[] actual =
                Tensors.floats(
                    attention.forward(
                        Tensors.of(x, 1, tokens, width),
                        isCausal ? AttentionMask.ofCausal() : AttentionMask.none()));
            double[][] rows = Naive.rows(x, width);
            double[][] expected =
                multiHead(rows, rows, w, width, heads, (a, b) -> !isCausal || b <= a);
            Tolerance.assertClose("self-attention", actual, Naive.flat(expected), form.error);
          });
    }
  }

  /** As in a U-Net: unequal widths, no biases, an output of its own width. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void crossAttentionIsWhatItsFormulaSays(Form form) {
    for (int i = 0; i < TRIES; i++) {
      Random random = new Random(SEED + i);
      int heads = 1 + random.nextInt(4);
      int inner = heads * 2 * (1 + random.nextInt(8));
      int queryWidth = 1 + random.nextInt(20);
      int memoryWidth = 1 + random.nextInt(20);
      int out = 1 + random.nextInt(20);
      int tokens = 1 + random.nextInt(9);
      int memoryTokens = 1 + random.nextInt(9);
      float[] x = RandomParameters.values(random, tokens * queryWidth);
      float[] memory = RandomParameters.values(random, memoryTokens * memoryWidth);
      AttentionWeights.Reader reader =
          p ->
              new AttentionWeights(
                  heads,
                  new AttentionWeights.Separate(
                      new Linear(p.parameter("to_q", inner, queryWidth), Optional.empty()),
                      new Linear(p.parameter("to_k", inner, memoryWidth), Optional.empty()),
                      new Linear(p.parameter("to_v", inner, memoryWidth), Optional.empty())),
                  new Linear(p.at("to_out"), inner, out));
      form.use(
          random,
          reader,
          (attention, w) -> {
            KeyValues projected =
                attention.keyValues(Tensors.of(memory, 1, memoryTokens, memoryWidth));
            Tensor y =
                attention.forward(
                    Tensors.of(x, 1, tokens, queryWidth), projected, AttentionMask.none());
            float[] none = new float[inner];
            double[][] from = Naive.rows(memory, memoryWidth);
            double[][] attended =
                Naive.attention(
                    Naive.linear(Naive.rows(x, queryWidth), w.get("to_q"), none, 0, inner),
                    Naive.linear(from, w.get("to_k"), none, 0, inner),
                    Naive.linear(from, w.get("to_v"), none, 0, inner),
                    heads,
                    (_, _) -> true);
            double[][] expected =
                Naive.linear(attended, w.get("to_out.weight"), w.get("to_out.bias"), 0, out);
            Tolerance.assertClose(
                "cross-attention", Tensors.floats(y), Naive.flat(expected), form.error);
          });
    }
  }

  /** Keys of other width than the queries', by torch's three tensors, and padding hidden. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void hiddenTokensAreNotAttendedTo(Form form) {
    Random random = new Random(SEED);
    int heads = 2;
    int width = 8;
    int memoryWidth = 6;
    float[] x = RandomParameters.values(random, 3 * width);
    float[] memory = RandomParameters.values(random, 5 * memoryWidth);
    boolean[] hidden = {false, true, false, true, true};
    form.use(
        random,
        AttentionWeights.multiHead(width, memoryWidth, heads),
        (attention, w) -> {
          AttentionMask mask = AttentionMask.none().hiding(bools(new boolean[][] {hidden}));
          float[] actual =
              Tensors.floats(
                  attention.forward(
                      Tensors.of(x, 1, 3, width),
                      attention.keyValues(Tensors.of(memory, 1, 5, memoryWidth)),
                      mask));
          float[] bias = w.get("in_proj_bias");
          double[][] from = Naive.rows(memory, memoryWidth);
          double[][] attended =
              Naive.attention(
                  Naive.linear(Naive.rows(x, width), w.get("q_proj_weight"), bias, 0, width),
                  Naive.linear(
                      from,
                      w.get("k_proj_weight"),
                      Arrays.copyOfRange(bias, width, 2 * width),
                      0,
                      width),
                  Naive.linear(
                      from,
                      w.get("v_proj_weight"),
                      Arrays.copyOfRange(bias, 2 * width, 3 * width),
                      0,
                      width),
                  heads,
                  (_, b) -> !hidden[b]);
          double[][] expected =
              Naive.linear(attended, w.get("out_proj.weight"), w.get("out_proj.bias"), 0, width);
          Tolerance.assertClose("hidden tokens", actual, Naive.flat(expected), form.error);
        });
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aFewTokensAtATimeWithACacheAreAllAtOnce(Form form) {
    for (int i = 0; i < TRIES; i++) {
      Random random = new Random(SEED + i);
      int heads = 1 + random.nextInt(4);
      int width = heads * 2 * (1 + random.nextInt(8));
      int batch = 1 + random.nextInt(3);
      int tokens = 1 + random.nextInt(12);
      float[] values = RandomParameters.values(random, batch * tokens * width);
      int most = 1 + random.nextInt(3);
      form.use(
          random,
          AttentionWeights.multiHead(width, width, heads),
          (attention, _) -> {
            var scale = new Scalar(1 / Math.sqrt((double) width)); // logits of some size, not huge
            Tensor x = Tensors.of(values, batch, tokens, width).mul(scale);
            Tensor whole = attention.forward(x, AttentionMask.ofCausal());
            try (var cache = new KeyValueCache(tokens)) {
              var parts = new ArrayList<Tensor>();
              while (cache.tokens() < tokens) {
                int count = Math.min(1 + random.nextInt(most), tokens - cache.tokens());
                Tensor few = x.narrow(1, cache.tokens(), count);
                parts.add(attention.forward(few, cache, AttentionMask.ofCausal()));
              }
              Tensor steps = Tensors.cat(1, parts.toArray(Tensor[]::new));
              Tolerance.assertClose(
                  "with a cache", Tensors.floats(steps), Tensors.floats(whole), form.difference);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void reorderedBeamsGoOnFromTheOnesTheyCameFrom(Form form) {
    int heads = 3;
    int width = 12;
    Random random = new Random(SEED);
    float[] first = RandomParameters.values(random, 2 * 4 * width);
    float[] second = RandomParameters.values(random, 3 * width);
    float[] third = RandomParameters.values(random, 2 * width);
    form.use(
        random,
        AttentionWeights.multiHead(width, width, heads),
        (attention, _) -> {
          Tensor begun = Tensors.of(first, 2, 4, width);
          Tensor next = Tensors.of(second, 3, 1, width);
          Tensor last = Tensors.of(third, 2, 1, width);
          try (var cache = new KeyValueCache(8)) {
            AttentionMask mask = AttentionMask.ofCausal();
            attention.forward(begun, cache, mask);
            cache.reorder(new long[] {1, 0, 1}); // two beams become three
            attention.forward(next, cache, mask);
            cache.reorder(new long[] {2, 1});
            Tensor actual = attention.forward(last, cache, mask);
            Tensor history =
                Tensors.cat(
                    1,
                    rows(rows(begun, 1, 0, 1), 2, 1), // [2, 4, D]
                    rows(next, 2, 1),
                    last);
            Tensor whole = attention.forward(history, mask).narrow(1, 5, 1);
            Tolerance.assertClose(
                "beams", Tensors.floats(actual), Tensors.floats(whole), form.difference);
          }
        });
  }

  /** Texts of unequal lengths, padded on the left, one token a step, are each as if alone. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void paddedKeysAreNotSeenStepByStep(Form form) {
    int heads = 2;
    int width = 8;
    int tokens = 7;
    int padding = 3;
    Random random = new Random(SEED);
    float[] values = RandomParameters.values(random, 2 * tokens * width);
    form.use(
        random,
        AttentionWeights.multiHead(width, width, heads),
        (attention, _) -> {
          Tensor x = Tensors.of(values, 2, tokens, width);
          boolean[][] hidden = new boolean[2][tokens];
          Arrays.fill(hidden[1], 0, padding, true);
          Tensor isHidden = bools(hidden);
          AttentionMask causal = AttentionMask.ofCausal();
          float[] whole = Tensors.floats(attention.forward(x, causal.hiding(isHidden)));
          assertThat(whole).doesNotContain(Float.NaN);
          try (var cache = new KeyValueCache(tokens)) {
            var steps = new ArrayList<Tensor>();
            for (int i = 0; i < tokens; i++) {
              AttentionMask seen = causal.hiding(isHidden.narrow(1, 0, i + 1));
              steps.add(attention.forward(x.narrow(1, i, 1), cache, seen));
            }
            Tensor all = Tensors.cat(1, steps.toArray(Tensor[]::new));
            Tolerance.assertClose("padded", Tensors.floats(all), whole, form.difference);
            Tensor alone = x.narrow(0, 1, 1).narrow(1, padding, tokens - padding);
            Tolerance.assertClose(
                "as if alone",
                Tensors.floats(all.narrow(0, 1, 1).narrow(1, padding, tokens - padding)),
                Tensors.floats(attention.forward(alone, causal)),
                form.difference);
          }
        });
  }

  /** A decoder's cross-attention: an image's tokens are projected once for all steps and beams. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void aMemoryIsProjectedOnceForAllStepsAndBeams(Form form) {
    int width = 8;
    int beams = 3;
    Random random = new Random(SEED);
    float[] image = RandomParameters.values(random, 20 * width);
    float[] text = RandomParameters.values(random, beams * 5 * width);
    form.use(
        random,
        AttentionWeights.multiHead(width, width, 2),
        (attention, _) -> {
          var counting = new CountingForm(attention.form());
          var counted = new Attention(counting);
          Tensor x = Tensors.of(text, beams, 5, width);
          KeyValues memory =
              counted.keyValues(Tensors.of(image, 1, 20, width)).rows(new long[beams]);
          var steps = new ArrayList<Tensor>();
          for (int i = 0; i < 5; i++) {
            steps.add(counted.forward(x.narrow(1, i, 1), memory, AttentionMask.none()));
          }
          assertThat(counting.projections).isEqualTo(2); // keys and values
          Tensor each = Tensors.of(image, 1, 20, width).expand(beams, -1, -1).contiguous();
          Tensor whole = attention.forward(x, attention.keyValues(each), AttentionMask.none());
          Tolerance.assertClose(
              "cross-attention step by step",
              Tensors.floats(Tensors.cat(1, steps.toArray(Tensor[]::new))),
              Tensors.floats(whole),
              form.difference);
        });
  }

  private static final class CountingForm implements AttentionForm {
    private final AttentionForm form;
    private int projections;

    CountingForm(AttentionForm form) {
      this.form = form;
    }

    @Override
    public long heads() {
      return form.heads();
    }

    @Override
    public Tensor queries(Tensor x) {
      return form.queries(x);
    }

    @Override
    public Tensor keys(Tensor memory) {
      projections++;
      return form.keys(memory);
    }

    @Override
    public Tensor values(Tensor memory) {
      projections++;
      return form.values(memory);
    }

    @Override
    public Tensor attend(Tensor queries, KeyValues memory, AttentionMask mask) {
      return form.attend(queries, memory, mask);
    }

    @Override
    public Tensor output(Tensor attended) {
      return form.output(attended);
    }
  }

  /** Thousands of tokens, whose logits would not fit into memory at once. */
  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"F32", "BF16"})
  void thousandsOfTokensAttend(Form form) {
    int width = 4;
    int tokens = 4500; // its square exceeds what is in memory at once for two heads
    Random random = new Random(SEED);
    float[] values = RandomParameters.values(random, tokens * width);
    form.use(
        random,
        AttentionWeights.multiHead(width, width, 2),
        (attention, parameters) -> {
          Tensor x = Tensors.of(values, 1, tokens, width);
          Attention plain =
              Attention.of(AttentionWeights.multiHead(width, width, 2).read(parameters));
          Tolerance.assertClose(
              "many tokens",
              Tensors.floats(attention.forward(x, AttentionMask.ofCausal())),
              Tensors.floats(plain.forward(x, AttentionMask.ofCausal())),
              form.error);
        });
  }

  /** The plain form is the definition and has gradients, also through a memory. */
  @Test
  void gradientsGoThroughQueriesAndMemory() {
    Random random = new Random(SEED);
    try (TensorScope _ = TensorScope.recording()) {
      Parameters parameters = new RandomParameters(random);
      Parameters exact =
          new Parameters() {
            @Override
            public Tensor parameter(String name, long... shape) {
              return parameters.parameter(name, shape).to(torch.ScalarType.Double);
            }

            @Override
            public Tensor buffer(String name, long... shape) {
              return parameter(name, shape);
            }
          };
      Attention attention = Attention.of(AttentionWeights.multiHead(6, 4, 3).read(exact));
      Tensor x = doubles(random, 2, 3, 6);
      Tensor memory = doubles(random, 2, 5, 4);
      x.set_requires_grad(true);
      memory.set_requires_grad(true);
      value(attention, x, memory).backward();
      assertSlope(x, moved -> value(attention, moved, memory.detach()));
      assertSlope(memory, moved -> value(attention, x.detach(), moved));
    }
  }

  private static void assertSlope(Tensor input, UnaryOperator<Tensor> value) {
    Tensor direction = torch.randn_like(input);
    Tensor step = direction.mul(new Scalar(1e-6));
    double slope = input.grad().mul(direction).sum().item_double();
    double up = value.apply(input.detach().add(step)).item_double();
    double down = value.apply(input.detach().sub(step)).item_double();
    assertThat((up - down) / 2e-6).isCloseTo(slope, within(1e-6 * Math.abs(slope) + 1e-7));
  }

  private static Tensor value(Attention attention, Tensor x, Tensor memory) {
    return attention.forward(x, attention.keyValues(memory), AttentionMask.none()).sin().sum();
  }

  @Test
  void aCacheRefusesWhatDoesNotFit() {
    try (TensorScope _ = TensorScope.inference();
        var cache = new KeyValueCache(3)) {
      Tensor two = torch.ones(2, 1, 2, 4);
      KeyValues added = new KeyValues(two, two);
      assertThat(cache.append(added).tokens()).isEqualTo(2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cache.append(added))
          .withMessageContaining("at most 3 tokens, found 2 and 2 more");
      Tensor other = torch.ones(1, 1, 1, 4);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cache.append(new KeyValues(other, other)))
          .withMessageContaining("[1, 1, 1, 4]");
      assertThat(cache.tokens()).isEqualTo(2);
      assertThatIllegalArgumentException().isThrownBy(() -> new KeyValueCache(0));
    }
  }

  private static double[][] multiHead(
      double[][] x,
      double[][] memory,
      RandomParameters w,
      int width,
      int heads,
      BiPredicate<Integer, Integer> sees) {
    float[] weight = w.get("in_proj_weight");
    float[] bias = w.get("in_proj_bias");
    double[][] attended =
        Naive.attention(
            Naive.linear(x, weight, bias, 0, width),
            Naive.linear(memory, weight, bias, width, width),
            Naive.linear(memory, weight, bias, 2 * width, width),
            heads,
            sees);
    return Naive.linear(attended, w.get("out_proj.weight"), w.get("out_proj.bias"), 0, width);
  }

  private static Tensor rows(Tensor x, long... rows) {
    return x.index_select(0, Tensors.of(rows, rows.length));
  }

  private static Tensor bools(boolean[][] values) {
    long[] numbers =
        Arrays.stream(values)
            .flatMapToLong(row -> IntStream.range(0, row.length).mapToLong(i -> row[i] ? 1 : 0))
            .toArray();
    return Tensors.of(numbers, values.length, values[0].length).to(torch.ScalarType.Bool);
  }

  private static Tensor doubles(Random random, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    return Tensors.of(RandomParameters.values(random, count), shape).to(torch.ScalarType.Double);
  }
}
