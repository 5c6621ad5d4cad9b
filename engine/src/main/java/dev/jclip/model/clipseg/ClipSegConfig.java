package dev.jclip.model.clipseg;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.config.range.Ranges;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The architecture of a CLIPSeg model.
 *
 * @param towers CLIP's towers; the image tower is a Vision Transformer
 * @param extracted the blocks of the image tower behind which tokens are read, from 0, rising
 * @param decoder what reads them
 */
public record ClipSegConfig(ClipConfig towers, List<Integer> extracted, Decoder decoder) {
  /**
   * The decoder: as many layers as there are extracted blocks.
   *
   * @param width channels of its tokens
   * @param heads attention heads; divides {@code width}
   * @param mlpWidth hidden channels of the MLPs, whose non-linearity is a ReLU
   * @param conditionalLayer the layer, from 0, before which the prompt comes in
   * @param upsampling how cells become pixels
   */
  public record Decoder(
      int width, int heads, int mlpWidth, int conditionalLayer, Upsampling upsampling) {
    /** Checks the ranges. */
    public Decoder {
      Ranges.check("reduce_dim", width, 1, Ranges.MAX_WIDTH);
      Ranges.check("decoder_num_attention_heads", heads, 1, width);
      Ranges.checkDivides("decoder_num_attention_heads", heads, "reduce_dim", width);
      Ranges.check("decoder_intermediate_size", mlpWidth, 1, Ranges.MAX_WIDTH);
    }
  }

  /** How cells become pixels. */
  public enum Upsampling {
    /** One transposed convolution of a patch's size. */
    SINGLE,
    /** A convolution of 3 x 3, and two transposed ones of a quarter of a patch's side each. */
    REFINED
  }

  /** Checks that the decoder fits the towers. */
  public ClipSegConfig {
    extracted = List.copyOf(extracted);
    if (!(towers.vision() instanceof VitConfig vit)) {
      throw new IllegalArgumentException(
          "vision: expected a Vision Transformer, found " + towers.vision());
    }
    List<Integer> blocks = extracted;
    boolean isRising =
        IntStream.range(1, blocks.size()).allMatch(i -> blocks.get(i - 1) < blocks.get(i));
    if (blocks.isEmpty()
        || !isRising
        || blocks.getFirst() < 0
        || blocks.getLast() >= vit.layers()) {
      throw new IllegalArgumentException(
          "extract_layers: expected rising numbers of the %d blocks of the image tower, from 0, found %s"
              .formatted(vit.layers(), blocks));
    }
    Ranges.check("conditional_layer", decoder.conditionalLayer(), 0, blocks.size() - 1);
  }

  /** The image tower. */
  public VitConfig vision() {
    return (VitConfig) towers.vision();
  }

  /** The image tower as masks need it: without the blocks behind the extracted ones. */
  public VitConfig shortened() {
    return vision().toBuilder().layers(extracted.getLast() + 1).build();
  }
}
