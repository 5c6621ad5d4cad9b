package dev.jclip.tokenizer.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.SharedData;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts of the shared golden models. */
class SharedSiglipTest {
  private static final int CONTEXT = 64;

  @ParameterizedTest
  @ValueSource(strings = {"siglip", "siglip2"})
  void idsEqualTransformers(String model) throws IOException {
    Path folder = SharedData.require("golden-models/" + model);
    Tokenizer tokenizer = SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN);
    JsonNode expected =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("expected.json")));
    assertThat(expected.path("tokens").size()).isPositive();
    for (JsonNode row : expected.path("tokens")) {
      String text = row.path("text").stringValue();
      assertThat(
              Goldens.list(tokenizer.tokenize(text, CONTEXT).padded(CONTEXT, tokenizer.padToken())))
          .as(text)
          .isEqualTo(row.path("ids").valueStream().map(JsonNode::intValue).toList());
    }
  }
}
