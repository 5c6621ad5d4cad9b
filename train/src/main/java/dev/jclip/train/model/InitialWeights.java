package dev.jclip.train.model;

import static dev.jclip.train.model.TensorDraw.constant;
import static dev.jclip.train.model.TensorDraw.normal;

import dev.jclip.config.ClipConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.Weights;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.model.TensorDraw.Rule;
import java.util.List;

/**
 * First values of a model that is trained from scratch, distributed as open_clip's: CLIP's own for
 * the text tower and the embeddings, PyTorch's defaults for the blocks of the image tower. The
 * values of a tensor depend on the seed and its name alone.
 */
public final class InitialWeights {
  private static final double LAYER_SCALE = 1e-5;

  private InitialWeights() {}

  private static List<Rule> rules(ClipConfig config, ContrastiveLoss loss) {
    double textWidth = config.text().width();
    double imageWidth = config.vision().featureWidth();
    double residual = Math.pow(2.0 * config.text().layers() * textWidth, -0.5);
    return List.of(
        Rule.of("logit_scale", constant(loss.initialLogitScale())),
        Rule.of("logit_bias", constant(loss.initialLogitBias())),
        Rule.of(".*\\.gamma", constant(LAYER_SCALE)),
        Rule.of(".*(\\bln_\\w+|\\bbn\\d|downsample\\.1)\\.bias|.*running_mean", constant(0)),
        Rule.of(".*in_proj_bias|.*out_proj\\.bias|text_projection\\.bias", constant(0)),
        Rule.of("visual\\.layer.*\\.bn3\\.weight", constant(0)),
        Rule.of(".*(\\bln_\\w+|\\bbn\\d|downsample\\.1)\\.weight|.*running_var", constant(1)),
        Rule.of("token_embedding\\.weight", normal(0.02)),
        Rule.of("text_decoder\\.image\\.positional_embedding", normal(0.02)),
        Rule.of("positional_embedding|cls_emb", normal(0.01)),
        Rule.of("transformer\\..*in_proj_weight", normal(Math.pow(textWidth, -0.5))),
        Rule.of("(text_decoder\\.)?text_projection(\\.weight)?", normal(Math.pow(textWidth, -0.5))),
        Rule.of("transformer\\..*(out_proj|c_proj)\\.weight", normal(residual)),
        Rule.of("transformer\\..*c_fc\\.weight", normal(Math.pow(2 * textWidth, -0.5))),
        Rule.of("visual\\.attn_pool\\.query", normal(1)),
        Rule.of("visual\\.attnpool\\..*(weight|embedding)", normal(Math.pow(imageWidth, -0.5))),
        Rule.of("visual\\.\\w+_embedding|visual\\.proj", normal(Math.pow(imageWidth, -0.5))),
        Rule.of("(visual|text_decoder)\\..*_proj_weight", TensorDraw::xavier),
        Rule.of(".*", TensorDraw::fanIn));
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
    new TensorDraw(ClipModel.parameterSpecs(config), rules(config, loss), seed)
        .drawMissing(weights);
  }
}
