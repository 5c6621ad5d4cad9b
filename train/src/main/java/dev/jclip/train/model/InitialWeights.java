package dev.jclip.train.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.loss.ContrastiveLoss;
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
 * First values of a model that is trained from scratch, distributed as open_clip's: CLIP's own for
 * the text tower and the embeddings, PyTorch's defaults for the blocks of the image tower. The
 * values of a tensor depend on the seed and its name alone.
 */
public final class InitialWeights {
  private static final double LAYER_SCALE = 1e-5;

  private final long seed;
  private final Map<String, ParameterSpec> specs;
  private final List<Rule> rules;

  /**
   * How the numbers of the tensors with some names are drawn; the first rule that matches holds.
   */
  private record Rule(Pattern names, Fill fill) {}

  /** Draws the numbers of a tensor, one after the other. */
  private interface Fill {
    DoubleSupplier of(ParameterSpec spec, RandomGenerator random);
  }

  private InitialWeights(ClipConfig config, ContrastiveLoss loss, long seed) {
    this.seed = seed;
    specs =
        ClipModel.parameterSpecs(config).stream()
            .collect(Collectors.toMap(ParameterSpec::name, Function.identity()));
    double textWidth = config.text().width();
    double imageWidth = config.vision().featureWidth();
    double residual = Math.pow(2.0 * config.text().layers() * textWidth, -0.5);
    rules =
        List.of(
            rule("logit_scale", constant(loss.initialLogitScale())),
            rule("logit_bias", constant(loss.initialLogitBias())),
            rule(".*\\.gamma", constant(LAYER_SCALE)),
            rule(".*(\\bln_\\w+|\\bbn\\d|downsample\\.1)\\.bias|.*running_mean", constant(0)),
            rule(".*in_proj_bias|.*out_proj\\.bias|text_projection\\.bias", constant(0)),
            rule("visual\\.layer.*\\.bn3\\.weight", constant(0)),
            rule(".*(\\bln_\\w+|\\bbn\\d|downsample\\.1)\\.weight|.*running_var", constant(1)),
            rule("token_embedding\\.weight", normal(0.02)),
            rule("text_decoder\\.image\\.positional_embedding", normal(0.02)),
            rule("positional_embedding|cls_emb", normal(0.01)),
            rule("transformer\\..*in_proj_weight", normal(Math.pow(textWidth, -0.5))),
            rule(
                "(text_decoder\\.)?text_projection(\\.weight)?", normal(Math.pow(textWidth, -0.5))),
            rule("transformer\\..*(out_proj|c_proj)\\.weight", normal(residual)),
            rule("transformer\\..*c_fc\\.weight", normal(Math.pow(2 * textWidth, -0.5))),
            rule("visual\\.attn_pool\\.query", normal(1)),
            rule("visual\\.attnpool\\..*(weight|embedding)", normal(Math.pow(imageWidth, -0.5))),
            rule("visual\\.\\w+_embedding|visual\\.proj", normal(Math.pow(imageWidth, -0.5))),
            rule("(visual|text_decoder)\\..*_proj_weight", InitialWeights::xavier),
            rule(".*", this::fanIn));
  }

  /**
   * Draws all tensors of an architecture.
   *
   * @param loss says where logit scale and bias begin
   */
  public static Weights draw(ClipConfig config, ContrastiveLoss loss, long seed) {
    var weights = new Weights();
    drawMissing(weights, config, loss, seed);
    return weights;
  }

  /** Draws those tensors of an architecture that weights have not. */
  public static void drawMissing(
      Weights weights, ClipConfig config, ContrastiveLoss loss, long seed) {
    var initial = new InitialWeights(config, loss, seed);
    for (ParameterSpec spec : ClipModel.parameterSpecs(config)) {
      if (!weights.tensors().containsKey(spec.name())) {
        try (TensorScope _ = TensorScope.inference()) {
          Tensor tensor = Tensors.empty(spec.dimensions());
          initial.fill(spec, Tensors.memory(tensor));
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
    DoubleSupplier values = first.fill().of(spec, random(spec.name()));
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

  private static Rule rule(String names, Fill fill) {
    return new Rule(Pattern.compile(names), fill);
  }

  private static Fill constant(double value) {
    return (_, _) -> () -> value;
  }

  private static Fill normal(double deviation) {
    return (_, random) -> () -> deviation * random.nextGaussian();
  }

  private static DoubleSupplier uniform(RandomGenerator random, double bound) {
    return () -> bound * (2 * random.nextDouble() - 1);
  }

  private static DoubleSupplier xavier(ParameterSpec spec, RandomGenerator random) {
    return uniform(random, Math.sqrt(6.0 / (spec.shape().get(0) + spec.shape().get(1))));
  }

  /**
   * PyTorch's default of linear layers and convolutions: 1 / sqrt(numbers that meet in one sum).
   */
  private DoubleSupplier fanIn(ParameterSpec spec, RandomGenerator random) {
    ParameterSpec weight = specs.getOrDefault(spec.name().replaceFirst("\\bbias$", "weight"), spec);
    double summands = (double) weight.elementCount() / weight.shape().getFirst();
    return uniform(random, 1 / Math.sqrt(summands));
  }
}
