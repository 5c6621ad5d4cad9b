package dev.jclip.zeroshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.zeroshot.PromptWarning.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptLinterTest {
  private final FakeEncoder encoder = new FakeEncoder(4.6, text -> text.replace("couch", "sofa"));
  private final PromptLinter linter = new PromptLinter(encoder, text -> text.length() > 20);

  @Test
  void goodPromptsHaveNoWarnings() {
    assertThat(linter.lint(List.of("cat", "dog"), List.of("a {}", "the {c}"))).isEmpty();
  }

  @Test
  void findsATemplateWithoutAPlaceholder() {
    List<PromptWarning> warnings = linter.lint(List.of("cat", "dog"), List.of("a photo", "a {}"));
    assertThat(warnings).extracting(PromptWarning::kind).containsExactly(Kind.NO_PLACEHOLDER);
    assertThat(warnings.getFirst().message()).contains("\"a photo\"");
    assertThat(linter.lint(List.of("cat"), List.of("x", "y"))).hasSize(2);
  }

  @Test
  void findsTruncatedPrompts() {
    List<PromptWarning> warnings =
        linter.lint(List.of("cat", "a very long label indeed"), List.of("a {}", "{}"));
    assertThat(warnings)
        .extracting(PromptWarning::kind)
        .containsExactly(Kind.TRUNCATED, Kind.TRUNCATED);
    assertThat(warnings.getFirst().message()).contains("\"a a very long label indeed\"");
  }

  @Test
  void findsLabelsThatMeanTheSame() {
    List<PromptWarning> warnings =
        linter.lint(List.of("sofa", "cat", "couch"), List.of("a {}", "the {}"));
    assertThat(warnings)
        .extracting(PromptWarning::kind)
        .containsExactly(Kind.NEAR_DUPLICATE_LABELS);
    assertThat(warnings.getFirst().message()).contains("\"sofa\"", "\"couch\"", "1.000");
  }

  @Test
  void findsAllThreeAtOnce() {
    assertThat(linter.lint(List.of("sofa", "couch"), List.of("none", "{} and much more of it")))
        .extracting(PromptWarning::kind)
        .containsExactly(
            Kind.NO_PLACEHOLDER, Kind.TRUNCATED, Kind.TRUNCATED, Kind.NEAR_DUPLICATE_LABELS);
  }

  @Test
  void badLabelsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> linter.lint(List.of("cat", "cat"), List.of("a {}")))
        .withMessageContaining("twice");
  }
}
