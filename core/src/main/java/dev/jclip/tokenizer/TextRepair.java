package dev.jclip.tokenizer;

import java.text.Normalizer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The repairs of the Python library ftfy ({@code fix_text} with its defaults) that follow from the
 * text alone: HTML references, C1 controls read as Windows-1252, Latin ligatures, character widths,
 * quotation marks, line breaks, surrogates, terminal escapes, control characters, NFC.
 *
 * <p>Where ftfy guesses that a text was decoded with the wrong charset (its {@code fix_encoding}
 * with {@code restore_byte_a0}, {@code replace_lossy_sequences} and {@code
 * decode_inconsistent_utf8}), jclip leaves the text as it is: {@code schÃ¶n} stays {@code schÃ¶n}.
 */
final class TextRepair {
  /** More than any real text needs; bounds the work on texts made to need many. */
  private static final int MAX_PASSES = 100;

  private static final char ESCAPE = '\u001b';
  private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[[\\p{Nd};]*[a-zA-Z]");

  private TextRepair() {}

  /** Returns the repaired text. */
  static String repair(String text) {
    if (isPlain(text) && text.indexOf('&') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    UnaryOperator<String> step = TextRepair::repairReferences;
    for (int start = 0, end; start < text.length(); start = end) {
      int newline = text.indexOf('\n', start);
      end = newline < 0 ? text.length() : newline + 1;
      String line = text.substring(start, end);
      if (line.indexOf('<') >= 0) {
        // From the first tag on, the text is HTML and its references are meant.
        step = TextRepair::repairCharacters;
      }
      out.append(untilStable(line, step));
    }
    return out.toString();
  }

  /** Whether a text is printable ASCII and plain white space only. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t' && c != '\n') || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** Replaces each surrogate that has no partner by U+FFFD. */
  static String pairSurrogates(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (Character.getType(c) == Character.SURROGATE) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, '\ufffd');
      }
      i += Character.charCount(c);
    }
    return out == null ? text : out.toString();
  }

  private static String untilStable(String line, UnaryOperator<String> step) {
    String text = line;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      String repaired = step.apply(text);
      if (repaired.equals(text)) {
        break;
      }
      text = repaired;
    }
    return text;
  }

  private static String repairReferences(String text) {
    return repairCharacters(HtmlEntities.unescapeStrictly(text));
  }

  private static String repairCharacters(String text) {
    if (isPlain(text)) {
      return text;
    }
    String mapped = pairSurrogates(mapCharacters(text));
    String printable =
        mapped.indexOf(ESCAPE) < 0 ? mapped : TERMINAL_ESCAPE.matcher(mapped).replaceAll("");
    return Normalizer.normalize(dropControls(printable), Normalizer.Form.NFC);
  }

  private static String mapCharacters(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        out.append(text.startsWith("\n", i + 1) ? "" : "\n");
      } else if (c < 0x80) {
        out.append(c);
      } else {
        appendMapped(out, c);
      }
    }
    return out.toString();
  }

  private static void appendMapped(StringBuilder out, char c) {
    switch (c) {
      case 'ŉ' -> out.append("'n");
      case 'Ĳ' -> out.append("IJ");
      case 'ĳ' -> out.append("ij");
      case 'Ǆ' -> out.append("DŽ");
      case 'ǅ' -> out.append("Dž");
      case 'ǆ' -> out.append("dž");
      case 'Ǉ' -> out.append("LJ");
      case 'ǈ' -> out.append("Lj");
      case 'ǉ' -> out.append("lj");
      case 'Ǌ' -> out.append("NJ");
      case 'ǋ' -> out.append("Nj");
      case 'ǌ' -> out.append("nj");
      case 'Ǳ' -> out.append("DZ");
      case 'ǲ' -> out.append("Dz");
      case 'ǳ' -> out.append("dz");
      case 'ﬀ' -> out.append("ff");
      case 'ﬁ' -> out.append("fi");
      case 'ﬂ' -> out.append("fl");
      case 'ﬃ' -> out.append("ffi");
      case 'ﬄ' -> out.append("ffl");
      case 'ﬅ' -> out.append("ſt");
      case 'ﬆ' -> out.append("st");
      case '\u2028', '\u2029' -> out.append('\n');
      case '\u3000' -> out.append(' ');
      default -> appendNarrowed(out, c);
    }
  }

  private static void appendNarrowed(StringBuilder out, char c) {
    if (c >= '\uff01' && c <= '\uffef') {
      out.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
    } else if (c <= 0x9f) {
      out.append(straightened(HtmlEntities.WINDOWS_1252.charAt(c - 0x80)));
    } else {
      out.append(straightened(c));
    }
  }

  private static char straightened(char c) {
    return switch (c) {
      case '\u02bc', '\u2018', '\u2019', '\u201a', '\u201b' -> '\'';
      case '\u201c', '\u201d', '\u201e', '\u201f' -> '"';
      default -> c;
    };
  }

  private static String dropControls(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDropped(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isDropped(char c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\f')
        || c == 0x7f
        || (c >= '\u206a' && c <= '\u206f')
        || c == '\ufeff'
        || (c >= '\ufff9' && c <= '\ufffc');
  }
}
