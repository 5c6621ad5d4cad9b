package dev.jclip.io;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders of names that do not depend on the machine. */
public final class NameOrder {
  /** By code point, as Python sorts. */
  public static final Comparator<String> CODE_POINT = NameOrder::compareCodePoints;

  /** Runs of digits by their value, so that {@code 2.tar} comes before {@code 10.tar}. */
  public static final Comparator<String> NATURAL =
      ((Comparator<String>) NameOrder::compareNaturally).thenComparing(CODE_POINT);

  private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

  private NameOrder() {}

  private static int compareCodePoints(String a, String b) {
    int same = 0;
    int shorter = Math.min(a.length(), b.length());
    while (same < shorter && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same == shorter
        ? Integer.compare(a.length(), b.length())
        : Integer.compare(codePoint(a, same), codePoint(b, same));
  }

  /** The code point that the character belongs to, of whose pair it may be the second half. */
  private static int codePoint(String text, int index) {
    boolean secondHalf =
        index > 0 && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    return text.codePointAt(secondHalf ? index - 1 : index);
  }

  private static int compareNaturally(String a, String b) {
    Matcher runsOfA = RUN.matcher(a);
    Matcher runsOfB = RUN.matcher(b);
    while (true) {
      boolean more = runsOfA.find();
      if (more != runsOfB.find()) {
        return more ? 1 : -1;
      }
      if (!more) {
        return 0;
      }
      int order = compareRuns(runsOfA.group(), runsOfB.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int compareRuns(String a, String b) {
    if (!isDigit(a.charAt(0)) || !isDigit(b.charAt(0))) {
      return compareCodePoints(a, b);
    }
    String valueOfA = withoutZeros(a);
    String valueOfB = withoutZeros(b);
    int byLength = Integer.compare(valueOfA.length(), valueOfB.length());
    return byLength == 0 ? valueOfA.compareTo(valueOfB) : byLength;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String withoutZeros(String digits) {
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }
}
