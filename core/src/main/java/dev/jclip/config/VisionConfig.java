package dev.jclip.config;

import java.util.Optional;

/** The architecture of an image tower. Each family of models brings its own kinds. */
public interface VisionConfig {
  /** Side of the square input image, in pixels. */
  int imageSize();

  /** Channels of the tower: the transformer's width, or the ResNet's base width. */
  int width();

  /** Channels of what is pooled: the transformer's width, or those of the ResNet's last stage. */
  int featureWidth();

  /** The residual attention blocks of the tower; empty in a tower of convolutions. */
  Optional<BlockStack> blockStack();

  /**
   * The size of a stack of residual attention blocks.
   *
   * @param layers number of blocks
   * @param tokens tokens of one image that go through them
   */
  record BlockStack(int layers, int tokens) {}

  /** The tokens of an image that a caption decoder can project. */
  TokenGrid tokens();

  /**
   * The tokens that a tower has of an image.
   *
   * @param leading tokens before those of the grid, such as a class token
   * @param side cells of the square grid, per side
   * @param width channels of each token
   */
  record TokenGrid(int leading, int side, int width) {
    /** How many tokens there are. */
    public int count() {
      return leading + side * side;
    }
  }

  /** The same architecture for another input size, in pixels. */
  VisionConfig withImageSize(int imageSize);
}
