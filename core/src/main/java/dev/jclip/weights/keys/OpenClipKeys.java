package dev.jclip.weights.keys;

/**
 * The layout of OpenAI and open_clip.
 *
 * @param textPrefix what stands before the names of the text tower: nothing, or {@code text.} in
 *     models with {@code custom_text}
 */
public record OpenClipKeys(String textPrefix) implements KeyLayout {
  private static final String CAPTION_DECODER = "text_decoder.";

  @Override
  public StoredKey stored(String name) {
    boolean ofText =
        !name.startsWith("visual.")
            && !name.startsWith("logit_")
            && !name.startsWith(CAPTION_DECODER);
    return new StoredKey.Same(ofText ? textPrefix + name : name);
  }

  /**
   * Sizes and masks that the architecture says already, and CoCa's caption decoder, which
   * architectures without one leave aside.
   */
  @Override
  public boolean ignores(String storedName) {
    return switch (storedName) {
      case "input_resolution", "context_length", "vocab_size", "attn_mask", "text.attn_mask" ->
          true;
      default ->
          storedName.endsWith(".num_batches_tracked") || storedName.startsWith(CAPTION_DECODER);
    };
  }
}
