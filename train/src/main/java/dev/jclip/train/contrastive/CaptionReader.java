package dev.jclip.train.contrastive;

import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns captions into ids, and says once that some are cut. For one thread. */
final class CaptionReader {
  private static final Logger LOG = LoggerFactory.getLogger(CaptionReader.class);

  private final Tokenizer tokenizer;
  private final int contextLength;
  private boolean warned;

  CaptionReader(Tokenizer tokenizer, int contextLength) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
  }

  List<int[]> read(List<String> captions) {
    List<TokenizedText> texts =
        captions.stream().map(caption -> tokenizer.tokenize(caption, contextLength)).toList();
    List<TokenizedText> cut = texts.stream().filter(TokenizedText::truncated).toList();
    if (!warned && !cut.isEmpty()) {
      warned = true;
      LOG.warn(
          "{} of the {} captions of a batch are cut to the model's {} tokens, such as \"{}\" of {}",
          cut.size(),
          captions.size(),
          contextLength,
          cut.getFirst().text(),
          cut.getFirst().tokenCount());
    }
    return texts.stream().map(TokenizedText::ids).toList();
  }
}
