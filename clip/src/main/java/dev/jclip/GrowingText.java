package dev.jclip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A text of which the tokens become known one after the other, given on in parts. A part waits as
 * long as the bytes of its last character are not all there. For one thread.
 */
final class GrowingText {
  private static final char NOT_A_CHARACTER = '\uFFFD';

  private final Function<List<Integer>, String> decoder;
  private final Consumer<String> receiver;
  private final List<Integer> ids = new ArrayList<>();
  private int given;

  /**
   * Begins with no token.
   *
   * @param decoder the text of some ids
   * @param receiver hears of each part
   */
  GrowingText(Function<List<Integer>, String> decoder, Consumer<String> receiver) {
    this.decoder = decoder;
    this.receiver = receiver;
  }

  void add(int id) {
    ids.add(id);
    String text = decoder.apply(ids);
    int end = text.length();
    while (end > given && text.charAt(end - 1) == NOT_A_CHARACTER) {
      end--;
    }
    give(text, end);
  }

  /** Gives what is still missing of the whole text. */
  void end(String text) {
    give(text, text.length());
  }

  private void give(String text, int end) {
    if (end > given) {
      receiver.accept(text.substring(given, end));
      given = end;
    }
  }
}
