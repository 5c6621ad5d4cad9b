package dev.jclip.config;

import dev.jclip.config.range.Ranges;
import java.util.List;
import java.util.Optional;

/**
 * A ModifiedResNet image tower with attention pooling (arXiv 2103.00020, section 2.4).
 *
 * @param imageSize side of the square input image, in pixels; a multiple of 32
 * @param width channels of the first stage; the last one has 32 times as many
 * @param blocks bottleneck blocks of each of the four stages
 * @param heads heads of the attention pooling; divides {@code 32 * width}
 */
public record ResNetConfig(int imageSize, int width, List<Integer> blocks, int heads)
    implements VisionConfig {
  /** How many times smaller than the image the last feature map is, per side. */
  public static final int STRIDE = 32;

  /** Checks the ranges and that the sizes fit one another. */
  public ResNetConfig {
    blocks = List.copyOf(blocks);
    Ranges.check("imageSize", imageSize, STRIDE, Ranges.MAX_IMAGE_SIZE);
    Ranges.checkDivides("the ResNet's stride", STRIDE, "imageSize", imageSize);
    Ranges.check("width", width, 2, Ranges.MAX_WIDTH / 32);
    Ranges.checkDivides("the stem's divisor", 2, "width", width);
    Ranges.check("number of stages", blocks.size(), 4, 4);
    blocks.forEach(count -> Ranges.check("blocks", count, 1, Ranges.MAX_LAYERS));
    Ranges.check("heads", heads, 1, 32L * width);
    Ranges.checkDivides("heads", heads, "32 * width", 32 * width);
  }

  /** Channels of the last stage. */
  @Override
  public int featureWidth() {
    return 32 * width;
  }

  /** Cells per side of the last feature map: G. */
  public int gridSize() {
    return imageSize / STRIDE;
  }

  @Override
  public Optional<BlockStack> blockStack() {
    return Optional.empty();
  }

  /**
   * The cells of the last stage but one: of the last, a small image has too few to tell where
   * things are.
   */
  @Override
  public TokenGrid tokens() {
    return new TokenGrid(0, 2 * gridSize(), 16 * width);
  }

  @Override
  public ResNetConfig withImageSize(int imageSize) {
    return new ResNetConfig(imageSize, width, blocks, heads);
  }
}
