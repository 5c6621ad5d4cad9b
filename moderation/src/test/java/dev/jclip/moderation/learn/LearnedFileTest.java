package dev.jclip.moderation.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ClipException;
import dev.jclip.error.DataException;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Concept;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.policy.Severity;
import dev.jclip.moderation.score.LearnedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnedFileTest {
  private static final LearnedHead HEAD =
      new LearnedHead(new float[] {0.1f, -1e-20f, 3, Float.MIN_VALUE}, 0.1 + 0.2, -1 / 3.0);

  @TempDir private Path folder;

  private static Category category(String name, String sentence) {
    return new Category(
        name,
        Severity.LOW,
        Action.FLAG,
        0.5,
        List.of(new Concept(List.of(sentence), List.of(), List.of())),
        List.of());
  }

  private static Policy policy(Category... categories) {
    return new Policy("ours", Action.FLAG, List.of(categories));
  }

  private Path written() {
    Path file = folder.resolve("p.learned.json");
    Category shoes = category("footwear", "shoes");
    new LearnedFile("space", 1, "data", Map.of("footwear", LearnedFile.Entry.of(shoes, HEAD)))
        .write(file);
    return file;
  }

  @Test
  void isReadAsItWasWrittenInEveryBit() {
    Path file = written();

    LearnedFile read = LearnedFile.read(file);

    assertThat(read.data()).isEqualTo("data");
    LearnedHead head =
        read.of(policy(category("footwear", "shoes")), "space", 1, file).values().iterator().next();
    assertThat(head.weights()).containsExactly(HEAD.weights());
    assertThat(head.bias()).isEqualTo(HEAD.bias());
    assertThat(head.evidenceWeight()).isEqualTo(HEAD.evidenceWeight());
  }

  @Test
  void aCategoryThatHasChangedHasNothingLearned() {
    Path file = written();

    assertThat(LearnedFile.read(file).of(policy(category("footwear", "boots")), "space", 1, file))
        .isEmpty();
    assertThat(LearnedFile.read(file).of(policy(category("bags", "shoes")), "space", 1, file))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"other, 1, another one", "space, 2, with 2 scales"})
  void whatWasLearnedOtherwiseIsRefused(String space, int scales, String words) {
    Path file = written();
    Policy policy = policy(category("footwear", "shoes"));

    assertThatThrownBy(() -> LearnedFile.read(file).of(policy, space, scales, file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(words)
        .hasMessageContaining("--ignore-learned");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\" : 1     | \"version\" : 2    | version",
        "\"bias\" : -0.33    | \"bias\" : \"x\", \"y\" : -0.33 | bias",
        "\"weights\" : \"   | \"weights\" : \"?  | weights: expected base64",
        "\"weights\" : \"   | \"weights\" : \"\", \"y\" : \" | weights: expected four bytes",
        "\"weights\" : \"zczM | \"weights\" : \"AADAfwAAwH8AAMB/AADA | weights: expected finite"
      })
  void malformedFilesAreRefused(String part, String other, String words) throws IOException {
    Path file = written();
    String text = Files.readString(file);
    Files.writeString(file, text.replace(part.strip(), other.strip()));

    assertThat(Files.readString(file)).isNotEqualTo(text);
    assertThatThrownBy(() -> LearnedFile.read(file))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(words.strip());
  }
}
