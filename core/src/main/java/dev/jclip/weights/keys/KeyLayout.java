package dev.jclip.weights.keys;

/** The names of tensors in one published layout. Immutable. */
public interface KeyLayout {
  /** Where the file holds the model's tensor of this name. */
  StoredKey stored(String name);

  /** Whether the file may hold this key although the model has no use for it. */
  boolean ignores(String storedName);
}
