package dev.jclip.checkpoint;

import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.StoredKey;

/** The model's own names of its tensors. */
record OwnNames() implements KeyLayout {
  @Override
  public StoredKey stored(String name) {
    return new StoredKey.Same(name);
  }

  @Override
  public boolean ignores(String storedName) {
    return false;
  }
}
