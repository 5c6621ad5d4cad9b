package dev.jclip.zeroshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTemplatesTest {
  @Test
  void bothPlaceholdersTakeTheLabel() {
    assertThat(PromptTemplates.of("a {}.", "the {c}!", "{} and {c}, {}").fill("cat"))
        .containsExactly("a cat.", "the cat!", "cat and cat, cat");
  }

  @Test
  void labelsAreTakenLiterally() {
    for (String label : List.of("{}", "{c}", "$1", "a\\b", "{} {c}")) {
      assertThat(PromptTemplates.of("a {}", "the {c}").fill(label))
          .containsExactly("a " + label, "the " + label);
    }
  }

  @Test
  void templatesNeedAPlaceholder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptTemplates.of("a {}", "a photo"))
        .withMessageContainingAll("\"a photo\"", "{}");
    assertThatIllegalArgumentException().isThrownBy(PromptTemplates::of);
  }

  /** The sizes of the sets that the paper's authors published. */
  @ParameterizedTest
  @CsvSource({
    "imagenet,80",
    "imagenet-simple,7",
    "birdsnap,1",
    "caltech101,34",
    "cifar10,18",
    "cifar100,18",
    "country211,5",
    "describabletextures,8",
    "eurosat,3",
    "facialemotionrecognition2013,6",
    "fgvcaircraft,2",
    "food101,1",
    "gtsrb,3",
    "kinetics700,28",
    "resisc45,18",
    "stanfordcars,8",
    "stl10,2",
    "sun397,2",
    "ucf101,48"
  })
  void namedSetsHaveTheirSize(String name, int count) {
    assertThat(PromptTemplates.forName(name).templates()).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void namedSetsHaveTheirSentences() {
    assertThat(PromptTemplates.forName("imagenet").templates())
        .startsWith("a bad photo of a {}.", "a photo of many {}.", "a sculpture of a {}.")
        .endsWith("a tattoo of the {}.");
    assertThat(PromptTemplates.forName("imagenet-simple").templates())
        .containsExactly(
            "itap of a {}.",
            "a bad photo of the {}.",
            "a origami {}.",
            "a photo of the large {}.",
            "a {} in a video game.",
            "art of the {}.",
            "a photo of the small {}.");
    assertThat(PromptTemplates.forName("food101").templates())
        .containsExactly("a photo of {}, a type of food.");
    assertThat(PromptTemplates.photo().fill("dog")).containsExactly("a photo of a dog.");
  }

  @Test
  void unknownSetsAreRefusedWithTheKnownOnes() {
    assertThat(PromptTemplates.named()).hasSize(28);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptTemplates.forName("imagenett"))
        .withMessageContainingAll("imagenett", "imagenet, ", "ucf101");
  }
}
