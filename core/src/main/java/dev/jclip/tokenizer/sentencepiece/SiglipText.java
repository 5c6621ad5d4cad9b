package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.parts.IdCollector;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A text as transformers' SiglipTokenizer gives it to SentencePiece: cleaned, and after the
 * spelling of the unknown piece, whose ids are taken away again. So SentencePiece keeps a blank at
 * the beginning, and adds none to the part after an added token.
 */
final class SiglipText implements TextModel {
  private final TextCleaning cleaning;
  private final PieceModel pieces;
  private final String marker;
  private final int markerIds;

  /**
   * Creates the model.
   *
   * @param marker the spelling of the unknown piece
   */
  SiglipText(TextCleaning cleaning, PieceModel pieces, String marker) {
    this.cleaning = cleaning;
    this.pieces = pieces;
    this.marker = marker;
    markerIds = ids(marker).length;
  }

  /** What SiglipTokenizer makes of a text before it looks for added tokens. */
  static String prepared(String text) {
    String blank = SentencePieceNormalizer.BLANK;
    return blank + text.replace(blank, " ");
  }

  @Override
  public void encode(String text, boolean first, IntConsumer ids) {
    int[] all = ids(marker + cleaning.clean(text));
    int start = all.length >= markerIds ? markerIds : 0;
    Arrays.stream(all, start, all.length).forEach(ids);
  }

  private int[] ids(String text) {
    var collector = new IdCollector(Integer.MAX_VALUE);
    pieces.encode(text, collector::add);
    return collector.kept();
  }
}
