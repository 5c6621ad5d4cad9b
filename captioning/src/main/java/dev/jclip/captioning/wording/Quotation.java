package dev.jclip.captioning.wording;

import java.util.List;
import java.util.stream.Collectors;

/** Quotes text that stands in an image. For English; thread-safe. */
public final class Quotation {
  private Quotation() {}

  /**
   * A sentence with lines of text, each word for word: It reads “OPEN”, “9 to 5”.
   *
   * @param lines one or more
   */
  public static String of(List<String> lines) {
    return lines.stream()
        .map(line -> "“" + line + "”")
        .collect(Collectors.joining(", ", "It reads ", "."));
  }
}
