package dev.jclip.tokenizer.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Finds added tokens in a text: the leftmost one, and of several there the longest. */
public final class AddedTokens {
  /** Tokens by their first character, longest first. */
  private final Map<Character, List<AddedToken>> byFirst = new HashMap<>();

  /** Creates a finder of these tokens. */
  public AddedTokens(List<AddedToken> tokens) {
    tokens.stream()
        .sorted(Comparator.comparingInt((AddedToken token) -> -token.content().length()))
        .forEach(
            token ->
                byFirst
                    .computeIfAbsent(token.content().charAt(0), first -> new ArrayList<>())
                    .add(token));
  }

  /** Hands over the text between tokens, and the tokens' ids, in order. */
  public void split(String text, Consumer<String> onText, IntConsumer onToken) {
    int done = 0;
    for (int i = 0; i < text.length() && !byFirst.isEmpty(); ) {
      AddedToken token = at(text, i);
      if (token == null) {
        i++;
        continue;
      }
      int end = i + token.content().length();
      if (!token.singleWord() || standsAlone(text, i, end)) {
        int from = token.stripsLeft() ? Math.max(done, spaceBefore(text, i)) : i;
        emit(text, done, from, onText);
        onToken.accept(token.id());
        end = token.stripsRight() ? spaceAfter(text, end) : end;
        done = end;
      }
      i = end;
    }
    emit(text, done, text.length(), onText);
  }

  private static void emit(String text, int start, int end, Consumer<String> onText) {
    if (start < end) {
      onText.accept(text.substring(start, end));
    }
  }

  private static int spaceBefore(String text, int end) {
    int start = end;
    while (start > 0 && isSpace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int spaceAfter(String text, int start) {
    int end = start;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return CharacterClass.of(c) == CharacterClass.SPACE;
  }

  private @Nullable AddedToken at(String text, int start) {
    for (AddedToken token : byFirst.getOrDefault(text.charAt(start), List.of())) {
      if (text.startsWith(token.content(), start)) {
        return token;
      }
    }
    return null;
  }

  private static boolean standsAlone(String text, int start, int end) {
    return (start == 0 || !isWordCharacter(text.codePointBefore(start)))
        && (end == text.length() || !isWordCharacter(text.codePointAt(end)));
  }

  private static boolean isWordCharacter(int c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
