package dev.jclip.config;

/** The architecture of an image tower. */
public sealed interface VisionConfig permits VitConfig, ResNetConfig {
  /** Side of the square input picture, in pixels. */
  int imageSize();

  /** Channels of the tower: the transformer's width, or the ResNet's base width. */
  int width();

  /** The same architecture for another input size, in pixels. */
  VisionConfig withImageSize(int imageSize);
}
