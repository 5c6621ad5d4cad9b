package dev.jclip.config;

/** How a Vision Transformer's tokens become one vector. */
public enum VisionPooling {
  /** The class token. */
  CLS,
  /** The mean of the patch tokens, without the class token. */
  MEAN
}
