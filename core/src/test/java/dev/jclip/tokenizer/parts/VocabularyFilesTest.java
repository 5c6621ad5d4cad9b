package dev.jclip.tokenizer.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.TokenizerException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyFilesTest {
  @TempDir private Path folder;

  @Test
  void anAbsentFileIsEmpty() {
    assertThat(VocabularyFiles.optionalJsonObject(folder.resolve("none.json")).isEmpty()).isTrue();
  }

  @Test
  void aFileThatIsThereIsRead() throws Exception {
    Path file = Files.writeString(folder.resolve("some.json"), "{\"a\": 1}");
    assertThat(VocabularyFiles.optionalJsonObject(file).path("a").asInt()).isEqualTo(1);
    Files.writeString(file, "[]");
    assertThatThrownBy(() -> VocabularyFiles.optionalJsonObject(file))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("some.json: expected a JSON object, found ARRAY");
  }
}
