package dev.jclip.tokenizer.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.TokenizerException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpecialTokenFieldsTest {
  private static final Path FILE = Path.of("special_tokens_map.json");

  private static Map<String, AddedToken> read(String json) {
    Map<String, AddedToken> special = new LinkedHashMap<>();
    SpecialTokenFields.read(FILE, JsonMapper.shared().readTree(json), special);
    return special;
  }

  @Test
  void readsRolesAndBothLists() {
    Map<String, AddedToken> special =
        read(
            """
            {"extra_special_tokens": ["<b>"], "eos_token": {"content": "</s>", "lstrip": true},
             "additional_special_tokens": ["<a>", {"content": "<c>"}], "unk_token": null}
            """);
    assertThat(special.keySet()).containsExactly("eos_token", "<a>", "<c>", "<b>");
    assertThat(special.values())
        .allSatisfy(token -> assertThat(token.id()).isEqualTo(SpecialTokenFields.NO_ID));
    assertThat(special.get("eos_token"))
        .isEqualTo(AddedToken.parse("", json("</s>"), SpecialTokenFields.NO_ID));
  }

  private static JsonNode json(String content) {
    return JsonMapper.shared().createObjectNode().put("content", content).put("lstrip", true);
  }

  @Test
  void aTokenWithoutATextIsNamedByItsPlace() {
    String json = "{\"eos_token\": \"</s>\", \"additional_special_tokens\": [\"<a>\", {}]}";
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(TokenizerException.class)
        .hasMessageStartingWith(FILE + ": additional_special_tokens[1].content: expected");
  }
}
