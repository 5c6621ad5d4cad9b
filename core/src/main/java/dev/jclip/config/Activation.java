package dev.jclip.config;

/**
 * The non-linearity of a tower's MLPs. It belongs to the weights: another one gives other
 * embeddings.
 */
public enum Activation {
  /** {@code x * sigmoid(1.702 x)}, used by OpenAI's checkpoints. */
  QUICK_GELU,
  /** {@code x * Phi(x)} with the exact error function (Hendrycks and Gimpel, arXiv 1606.08415). */
  GELU,
  /** The tanh approximation of {@link #GELU} (arXiv 1606.08415, section 2). */
  GELU_TANH
}
