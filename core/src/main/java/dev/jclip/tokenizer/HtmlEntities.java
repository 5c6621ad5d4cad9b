package dev.jclip.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTML's character references, replaced by the characters they stand for.
 *
 * <p>The names come from the table of named character references in the HTML standard.
 */
final class HtmlEntities {
  /** What the bytes 80 to 9F mean in Windows-1252; those without a meaning stand for themselves. */
  static final String WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

  private static final int LONGEST_NAME = 32;
  private static final String REPLACEMENT = "\ufffd";

  private static final Pattern STRICT_REFERENCE = Pattern.compile("&#?[0-9A-Za-z]{1,24};");

  /** Names without their ampersand; those that need their semicolon end with it. */
  private static final Map<String, String> NAMES = readNames();

  /** Names written in capitals that stand for the capital of the lower-case name's character. */
  private static final Map<String, String> SHOUTED_NAMES = shoutedNames();

  private HtmlEntities() {}

  /**
   * Replaces references as the HTML standard parses text: numeric ones with or without semicolon,
   * named ones by the longest name that fits, without semicolon where the standard allows it.
   */
  static String unescape(String text) {
    int ampersand = text.indexOf('&');
    if (ampersand < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (ampersand >= 0) {
      Reference reference = referenceAt(text, ampersand + 1);
      if (reference != null) {
        out.append(text, done, ampersand).append(reference.replacement);
        done = reference.end;
      }
      ampersand = text.indexOf('&', Math.max(done, ampersand + 1));
    }
    return out.append(text, done, text.length()).toString();
  }

  /**
   * Replaces only references that end with a semicolon, and in addition names shouted in capitals,
   * such as {@code EACUTE} for É: the safe choice for text that may not be HTML.
   */
  static String unescapeStrictly(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return STRICT_REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(strictReplacement(match.group())));
  }

  private static String strictReplacement(String reference) {
    if (reference.startsWith("&#")) {
      String unescaped = unescape(reference);
      return unescaped.indexOf(';') < 0 ? unescaped : reference;
    }
    String name = reference.substring(1);
    String named = NAMES.get(name);
    return named != null ? named : SHOUTED_NAMES.getOrDefault(name, reference);
  }

  private record Reference(String replacement, int end) {}

  private static @Nullable Reference referenceAt(String text, int start) {
    return text.startsWith("#", start) ? numericAt(text, start + 1) : namedAt(text, start);
  }

  private static @Nullable Reference numericAt(String text, int start) {
    boolean hexadecimal = text.startsWith("x", start) || text.startsWith("X", start);
    int radix = hexadecimal ? 16 : 10;
    int digits = hexadecimal ? start + 1 : start;
    int end = digits;
    int value = 0;
    for (; end < text.length() && asciiDigit(text.charAt(end), radix) >= 0; end++) {
      value = Math.min(value * radix + asciiDigit(text.charAt(end), radix), 0x110000);
    }
    if (end == digits) {
      return null;
    }
    return new Reference(numeric(value), text.startsWith(";", end) ? end + 1 : end);
  }

  private static int asciiDigit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }

  private static String numeric(int value) {
    if (value >= 0x80 && value <= 0x9f) {
      return WINDOWS_1252.substring(value - 0x80, value - 0x7f);
    }
    if (value == 0 || value > Character.MAX_CODE_POINT || isSurrogate(value)) {
      return REPLACEMENT;
    }
    return isDropped(value) ? "" : Character.toString(value);
  }

  private static boolean isSurrogate(int value) {
    return value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
  }

  /** Control characters and non-characters, which the standard calls parse errors. */
  private static boolean isDropped(int value) {
    return (value < 0x20 && value != '\t' && value != '\n' && value != '\f' && value != '\r')
        || value == 0x7f
        || (value >= 0xfdd0 && value <= 0xfdef)
        || (value & 0xfffe) == 0xfffe;
  }

  private static @Nullable Reference namedAt(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < LONGEST_NAME && isNameChar(text.charAt(end))) {
      end++;
    }
    if (text.startsWith(";", end)) {
      String replacement = NAMES.get(text.substring(start, end + 1));
      if (replacement != null) {
        return new Reference(replacement, end + 1);
      }
    }
    for (; end > start; end--) {
      String replacement = NAMES.get(text.substring(start, end));
      if (replacement != null) {
        return new Reference(replacement, end);
      }
    }
    return null;
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static Map<String, String> readNames() {
    Map<String, String> names = HashMap.newHashMap(2300);
    InputStream resource =
        Objects.requireNonNull(HtmlEntities.class.getResourceAsStream("html-entities.txt"));
    try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .forEach(fields -> names.put(fields[0], characters(fields)));
    } catch (IOException e) {
      throw new IllegalStateException("html-entities.txt: cannot be read from jclip's own jar", e);
    }
    return Map.copyOf(names);
  }

  private static String characters(String[] fields) {
    StringBuilder characters = new StringBuilder();
    for (int i = 1; i < fields.length; i++) {
      characters.appendCodePoint(Integer.parseInt(fields[i], 16));
    }
    return characters.toString();
  }

  private static Map<String, String> shoutedNames() {
    Map<String, String> shouted = new HashMap<>();
    NAMES.forEach(
        (name, character) -> {
          String capitals = name.toUpperCase(Locale.ROOT);
          String reference = "&" + capitals;
          if (name.endsWith(";")
              && name.equals(name.toLowerCase(Locale.ROOT))
              && unescape(reference).equals(reference)) {
            shouted.put(capitals, character.toUpperCase(Locale.ROOT));
          }
        });
    return Map.copyOf(shouted);
  }
}
