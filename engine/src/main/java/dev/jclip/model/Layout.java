package dev.jclip.model;

import dev.jclip.nn.PositionalEmbeddings.Interpolation;

/** The published forms that checkpoints of the CLIP family have. */
public enum Layout {
  /** A transformers {@code CLIPModel}: {@code config.json} beside the weights. */
  TRANSFORMERS(Interpolation.PLAIN),
  /**
   * open_clip: {@code open_clip_config.json} beside the weights, or an architecture given by name.
   */
  OPEN_CLIP(Interpolation.ANTIALIASED),
  /** OpenAI's own files: no configuration, the architecture follows from the tensors' shapes. */
  OPENAI(Interpolation.ANTIALIASED);

  private final Interpolation interpolation;

  Layout(Interpolation interpolation) {
    this.interpolation = interpolation;
  }

  /** How the peer of this layout fits positions to another image size. */
  public Interpolation interpolation() {
    return interpolation;
  }
}
