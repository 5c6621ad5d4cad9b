package dev.jclip.tokenizer;

/** The spelling of the tokens that begin and end a caption. */
record SpecialTokens(String start, String end) {
  /** As in OpenAI CLIP and transformers. */
  static final SpecialTokens OPENAI = new SpecialTokens("<|startoftext|>", "<|endoftext|>");

  /** As in open_clip. */
  static final SpecialTokens OPEN_CLIP = new SpecialTokens("<start_of_text>", "<end_of_text>");
}
