package dev.jclip.tokenizer;

import java.text.Normalizer;

/** What a reference tokenizer does to a text before it looks for words. */
@FunctionalInterface
interface TextCleaner {
  /** Returns the cleaned text; every surrogate in it is paired. */
  String clean(String text);

  /**
   * The cleaning of OpenAI CLIP and open_clip: {@linkplain TextRepair repair}, HTML references
   * replaced twice, lower case. White space is left as it is, because it only separates words.
   */
  static String openAi(String text) {
    if (TextRepair.isPlain(text) && text.indexOf('&') < 0) {
      return LetterCase.lowerEach(text);
    }
    String repaired = TextRepair.repair(text);
    return LetterCase.lower(HtmlEntities.unescape(HtmlEntities.unescape(repaired)));
  }

  /** The cleaning of transformers' CLIPTokenizerFast: NFC and lower case, letter by letter. */
  static String huggingFace(String text) {
    return LetterCase.lowerEach(
        Normalizer.normalize(TextRepair.pairSurrogates(text), Normalizer.Form.NFC));
  }
}
