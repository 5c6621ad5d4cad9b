package dev.jclip.weights.keys;

import java.util.List;

/** How a file holds one of the model's tensors. */
public sealed interface StoredKey {
  /** The names in the file. */
  List<String> names();

  /** As it is. */
  record Same(String name) implements StoredKey {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** A matrix, with rows and columns exchanged. */
  record Transposed(String name) implements StoredKey {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** In parts of equal size that follow one another along the first dimension. */
  record Stacked(List<String> names) implements StoredKey {
    /** Copies the names. */
    public Stacked {
      names = List.copyOf(names);
    }
  }
}
