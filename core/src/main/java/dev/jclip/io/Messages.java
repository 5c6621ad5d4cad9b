package dev.jclip.io;

import java.util.Collection;
import java.util.stream.Collectors;

/** Text from untrusted files, made fit for messages. */
public final class Messages {
  private static final int LONGEST = 120;
  private static final int MOST_NAMES = 8;

  private Messages() {}

  /** At most 120 characters, with control characters replaced. */
  public static String brief(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  /** The first few of the names, in brackets. */
  public static String names(Collection<String> names) {
    String more = names.size() > MOST_NAMES ? ", ... " + names.size() + " in all" : "";
    return names.stream()
        .limit(MOST_NAMES)
        .map(Messages::brief)
        .collect(Collectors.joining(", ", "[", more + "]"));
  }
}
