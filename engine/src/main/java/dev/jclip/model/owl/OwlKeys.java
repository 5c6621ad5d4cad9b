package dev.jclip.model.owl;

import dev.jclip.weights.keys.HuggingFaceKeys;
import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.StoredKey;
import java.util.List;

/**
 * The layout of transformers: the heads under their own names, and the towers as in its {@code
 * CLIPModel}, below a prefix.
 *
 * @param prefix {@code owlvit.} or {@code owlv2.}
 */
record OwlKeys(String prefix) implements KeyLayout {
  private static final KeyLayout CLIP = new HuggingFaceKeys();

  private static final List<String> HEADS =
      List.of("layer_norm.", "class_head.", "box_head.", "objectness_head.");

  @Override
  public StoredKey stored(String name) {
    return HEADS.stream().anyMatch(name::startsWith)
        ? new StoredKey.Same(name)
        : CLIP.stored(name).renamed(this::inTowers);
  }

  /** Here the first LayerNorm is not misspelled as in {@code CLIPModel}. */
  private String inTowers(String stored) {
    return prefix + stored.replace("pre_layrnorm", "pre_layernorm");
  }

  /** Position indices and the boxes' biases, which follow from the sizes. */
  @Override
  public boolean ignores(String storedName) {
    return CLIP.ignores(storedName) || storedName.equals("box_bias");
  }
}
