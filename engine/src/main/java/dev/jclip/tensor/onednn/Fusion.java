package dev.jclip.tensor.onednn;

/** What an operator of oneDNN does to each number of its result before it writes it. */
public enum Fusion {
  /** Nothing. */
  NONE("none", ""),
  /** {@code max(x, 0)}. */
  RELU("relu", ""),
  /** {@code x / (1 + exp(-x))}. */
  SILU("swish", ""),
  /** GELU by the error function. */
  GELU("gelu", "none"),
  /** GELU by the hyperbolic tangent. */
  GELU_TANH("gelu", "tanh");

  private final String attribute;
  private final String algorithm;

  Fusion(String attribute, String algorithm) {
    this.attribute = attribute;
    this.algorithm = algorithm;
  }

  String attribute() {
    return attribute;
  }

  String algorithm() {
    return algorithm;
  }
}
