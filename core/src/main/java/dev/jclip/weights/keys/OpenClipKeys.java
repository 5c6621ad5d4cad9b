package dev.jclip.weights.keys;

/**
 * The layout of OpenAI and open_clip.
 *
 * @param textPrefix what stands before the names of the text tower: nothing, or {@code text.} in
 *     models with {@code custom_text}
 */
public record OpenClipKeys(String textPrefix) implements KeyLayout {
  @Override
  public StoredKey stored(String name) {
    boolean ofText = !name.startsWith("visual.") && !name.startsWith("logit_");
    return new StoredKey.Same(ofText ? textPrefix + name : name);
  }

  /** Sizes and masks that the architecture says already, and the caption decoder of CoCa. */
  @Override
  public boolean ignores(String storedName) {
    return switch (storedName) {
      case "input_resolution", "context_length", "vocab_size", "attn_mask", "text.attn_mask" ->
          true;
      default ->
          storedName.endsWith(".num_batches_tracked") || storedName.startsWith("text_decoder.");
    };
  }
}
