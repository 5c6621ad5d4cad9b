package dev.jclip.eval.feature;

/** Hears how the extraction of features goes on. Called from the thread that extracts. */
public interface FeatureListener {
  /** Hears nothing. */
  FeatureListener NONE = new FeatureListener() {};

  /**
   * Vectors will be computed.
   *
   * @param what such as {@code images} or {@code texts}
   * @param count how many
   */
  default void begins(String what, int count) {}

  /** So many more are done. */
  default void advanced(int count) {}

  /** All of them are done. */
  default void ends() {}

  /** Vectors were found on disk, and nothing has to be computed. */
  default void reused(String what, int count) {}
}
