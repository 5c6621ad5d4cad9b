package dev.jclip.tokenizer.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddedTokensTest {
  private static AddedToken token(String content, int id, boolean singleWord) {
    return new AddedToken(content, id, false, singleWord);
  }

  @Test
  void theLeftmostAndThenTheLongestTokenWins() {
    AddedTokens tokens =
        new AddedTokens(
            List.of(token("<a", 1, false), token("<a>", 2, false), token("!", 3, false)));
    assertThat(parts(tokens, "x<a>y<az!!")).containsExactly("x", "2", "y", "1", "z", "3", "3");
    assertThat(parts(tokens, "<a><a>")).containsExactly("2", "2");
    assertThat(parts(tokens, "plain")).containsExactly("plain");
    assertThat(parts(tokens, "")).isEmpty();
  }

  @Test
  void singleWordsTouchNoWordCharacter() {
    AddedTokens tokens = new AddedTokens(List.of(token("cat", 1, true)));
    assertThat(parts(tokens, "cat cats concat cat_ (cat)"))
        .containsExactly("1", " cats concat cat_ (", "1", ")");
  }

  private static List<String> parts(AddedTokens tokens, String text) {
    List<String> parts = new ArrayList<>();
    tokens.split(text, parts::add, id -> parts.add(String.valueOf(id)));
    return parts;
  }
}
