package dev.jclip.model.clipseg;

import dev.jclip.weights.keys.HuggingFaceKeys;
import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.StoredKey;

/**
 * The layout of transformers: the decoder under its own names, and CLIP's towers below a prefix.
 */
record ClipSegKeys() implements KeyLayout {
  static final String DECODER = "decoder.";
  static final String TOWERS = "clip.";

  private static final KeyLayout CLIP = new HuggingFaceKeys();

  @Override
  public StoredKey stored(String name) {
    return name.startsWith(DECODER)
        ? new StoredKey.Same(name)
        : CLIP.stored(name).renamed(stored -> TOWERS + stored);
  }

  @Override
  public boolean ignores(String storedName) {
    return CLIP.ignores(storedName);
  }
}
