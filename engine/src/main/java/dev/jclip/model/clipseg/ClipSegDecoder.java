package dev.jclip.model.clipseg;

import dev.jclip.model.clipseg.ClipSegConfig.Upsampling;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.SquareConvolution;
import dev.jclip.nn.TransposedConvolution;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Makes masks of an image's tokens and a prompt (arXiv 2112.10003, section 3). */
final class ClipSegDecoder {
  private final int conditionalLayer;
  private final Linear filmMul;
  private final Linear filmAdd;
  private final List<Linear> reduces;
  private final List<DecoderLayer> layers;
  private final UnaryOperator<Tensor> upsampling;

  /** Takes the tensors of {@code decoder}. */
  ClipSegDecoder(ClipSegConfig config, Parameters parameters) {
    ClipSegConfig.Decoder shape = config.decoder();
    Parameters decoder = parameters.at("decoder");
    conditionalLayer = shape.conditionalLayer();
    filmMul = new Linear(decoder.at("film_mul"), config.towers().embedDim(), shape.width());
    filmAdd = new Linear(decoder.at("film_add"), config.towers().embedDim(), shape.width());
    int depth = config.extracted().size();
    reduces =
        IntStream.range(0, depth)
            .mapToObj(
                i -> new Linear(decoder.at("reduces." + i), config.vision().width(), shape.width()))
            .toList();
    layers =
        IntStream.range(0, depth)
            .mapToObj(
                i ->
                    new DecoderLayer(
                        decoder.at("layers." + i), shape, config.vision().layerNormEps()))
            .toList();
    upsampling =
        upsampling(
            decoder.at("transposed_convolution"),
            shape.upsampling(),
            shape.width(),
            config.vision().patchSize());
  }

  private static UnaryOperator<Tensor> upsampling(
      Parameters parameters, Upsampling kind, long width, long patch) {
    return switch (kind) {
      case SINGLE -> new TransposedConvolution(parameters, width, 1, patch)::forward;
      case REFINED -> {
        long quarter = patch / 4;
        var first = new SquareConvolution(parameters.at("0"), width, width, 3);
        var second = new TransposedConvolution(parameters.at("2"), width, width / 2, quarter);
        var third = new TransposedConvolution(parameters.at("4"), width / 2, 1, quarter);
        yield x -> third.forward(torch.relu(second.forward(torch.relu(first.forward(x)))));
      }
    };
  }

  /**
   * Makes masks.
   *
   * @param states the tokens behind the extracted blocks, [B, 1+N, D] each, the class token first
   * @param prompts what to look for in each, [B, E], not normalised
   * @param rows cells from the top to the bottom
   * @return logits of pixels, [B, H, W]
   */
  Tensor forward(List<Tensor> states, Tensor prompts, long rows) {
    List<Tensor> deepestFirst = states.reversed();
    Tensor x = reduces.getFirst().forward(deepestFirst.getFirst()); // [B, 1+N, d]
    for (int i = 0; i < layers.size(); i++) {
      if (i > 0) {
        x = x.add(reduces.get(i).forward(deepestFirst.get(i)));
      }
      if (i == conditionalLayer) {
        x = film(x, prompts);
      }
      x = layers.get(i).forward(x);
    }
    Tensor cells = x.narrow(1, 1, x.size(1) - 1).transpose(1, 2); // [B, d, N]
    Tensor grid = cells.reshape(x.size(0), x.size(2), rows, cells.size(2) / rows);
    return upsampling.apply(grid).squeeze(1);
  }

  /** Scales and shifts channels by what the prompt says (arXiv 1709.07871). */
  private Tensor film(Tensor x, Tensor prompts) {
    return x.mul(filmMul.forward(prompts).unsqueeze(1)).add(filmAdd.forward(prompts).unsqueeze(1));
  }
}
