package dev.jclip.io;

import java.text.Normalizer;

/**
 * Text in the one form in which it is compared. The same letter can be one character or a letter
 * and its accent (macOS writes names of files in the second form); what is stored, shown and opened
 * keeps the form that it came in.
 */
public final class ComposedText {
  private ComposedText() {}

  /** The text with its letters composed: Unicode's normalization form C. */
  public static String of(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Whether two texts have the same letters, in whatever form. */
  public static boolean same(String a, String b) {
    return of(a).equals(of(b));
  }
}
