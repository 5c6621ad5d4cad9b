package dev.jclip.data.shard;

import dev.jclip.error.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands {@code {0000..0006}} and {@code {a,b}} as a shell does. */
final class BracePattern {
  private static final Pattern BRACES =
      Pattern.compile("\\{(?:(\\d{1,18})\\.\\.(\\d{1,18})|([^{}]*,[^{}]*))}");
  private static final int MAX_NAMES = 1_000_000;

  private BracePattern() {}

  /** All names in order, the last braces counting fastest; the pattern itself without braces. */
  static List<String> expand(String pattern) {
    List<String> starts = List.of("");
    Matcher braces = BRACES.matcher(pattern);
    int end = 0;
    while (braces.find()) {
      String before = pattern.substring(end, braces.start());
      starts = append(starts, before, choices(pattern, braces), pattern);
      end = braces.end();
    }
    return append(starts, pattern.substring(end), List.of(""), pattern);
  }

  private static List<String> append(
      List<String> starts, String between, List<String> choices, String pattern) {
    requireFew((long) starts.size() * choices.size(), pattern);
    var names = new ArrayList<String>(starts.size() * choices.size());
    for (String start : starts) {
      for (String choice : choices) {
        names.add(start + between + choice);
      }
    }
    return names;
  }

  private static List<String> choices(String pattern, Matcher braces) {
    if (braces.group(3) != null) {
      return List.of(braces.group(3).split(",", -1));
    }
    return range(pattern, braces.group(1), braces.group(2));
  }

  private static List<String> range(String pattern, String from, String to) {
    long first = Long.parseLong(from);
    long last = Long.parseLong(to);
    if (last < first) {
      throw new DataException(
          "%s: expected a rising range, found {%s..%s}".formatted(pattern, from, to));
    }
    requireFew(last - first + 1, pattern);
    boolean padded = isPadded(from) || isPadded(to);
    String format = padded ? "%0" + Math.max(from.length(), to.length()) + "d" : "%d";
    var names = new ArrayList<String>();
    for (long number = first; number <= last; number++) {
      names.add(String.format(Locale.ROOT, format, number));
    }
    return names;
  }

  private static boolean isPadded(String digits) {
    return digits.length() > 1 && digits.startsWith("0");
  }

  private static void requireFew(long names, String pattern) {
    if (names > MAX_NAMES) {
      throw new DataException(
          "%s: expected at most %d names, found %d".formatted(pattern, MAX_NAMES, names));
    }
  }
}
