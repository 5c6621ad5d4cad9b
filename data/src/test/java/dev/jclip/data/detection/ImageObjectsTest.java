package dev.jclip.data.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.augment.View;
import dev.jclip.data.random.SeededRandom;
import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageObjectsTest {
  private static final View RIGHT_HALF = new View(50, 0, 50, 100, false);

  private static ImageObjects one(Box box, String... phrases) {
    return new ImageObjects(List.of(new NamedBox(box, List.of(phrases))), Set.of());
  }

  @Test
  void boxesFollowACrop() {
    ImageObjects seen = one(new Box(40, 10, 80, 60), "a mug").seenIn(RIGHT_HALF, 100, 100);
    assertThat(seen.objects())
        .containsExactly(new NamedBox(new Box(0, 0.1, 0.6, 0.6), List.of("a mug")));
    assertThat(seen.unsure()).isEmpty();
  }

  @Test
  void whatIsHardlySeenIsNeitherThereNorAbsent() {
    ImageObjects seen = one(new Box(10, 10, 52, 60), "a mug").seenIn(RIGHT_HALF, 100, 100);
    assertThat(seen.objects()).isEmpty();
    assertThat(seen.unsure()).containsExactly("a mug");
    ImageObjects gone = one(new Box(10, 10, 20, 60), "a mug").seenIn(RIGHT_HALF, 100, 100);
    assertThat(gone.unsure()).isEmpty();
  }

  @Test
  void aMirroredViewKnowsNoLeftAndRight() {
    View mirrored = new View(0, 0, 100, 100, true);
    ImageObjects seen =
        one(new Box(10, 20, 30, 40), "a mug", "the left mug").seenIn(mirrored, 100, 100);
    assertThat(seen.objects())
        .containsExactly(new NamedBox(new Box(0.7, 0.2, 0.9, 0.4), List.of("a mug")));
    assertThat(seen.unsure()).containsExactly("the left mug");
  }

  @Test
  void refusesABoxOutsideTheImage() {
    assertThatThrownBy(() -> one(new Box(10, 20, 130, 40), "a mug").seenIn(RIGHT_HALF, 100, 100))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("within an image of 100x100 pixels")
        .hasMessageContaining("(130.0, 40.0)");
  }

  @Test
  void asksForWhatIsThereAndForWhatIsLikeIt() {
    List<String> phrases =
        List.of("a red mug", "a blue mug", "a red ball", "an orange mug", "a grey plate", "a mug");
    ImageObjects image =
        new ImageObjects(
            List.of(new NamedBox(new Box(0, 0, 1, 1), List.of("a red mug", "a mug"))),
            Set.of("a red ball"));
    var draw = new QueryDraw(phrases, 4);
    var wrong = new HashSet<String>();
    for (int i = 0; i < 200; i++) {
      List<String> drawn = draw.draw(image, SeededRandom.of(i));
      assertThat(drawn).hasSize(4).doesNotHaveDuplicates().doesNotContain("a red ball");
      assertThat(drawn).startsWith(drawn.get(0).equals("a mug") ? "a mug" : "a red mug");
      assertThat(drawn.subList(0, 2)).containsExactlyInAnyOrder("a red mug", "a mug");
      assertThat(drawn.get(2)).isIn("a blue mug", "an orange mug");
      wrong.addAll(drawn.subList(2, 4));
      assertThat(draw.draw(image, SeededRandom.of(i))).isEqualTo(drawn);
    }
    assertThat(wrong).containsExactlyInAnyOrder("a blue mug", "an orange mug", "a grey plate");
  }

  @Test
  void templatesTakeTheArticleThatFits() {
    assertThat(
            PhraseTemplates.parse("a {colour} {shape},the {size} {shape}")
                .phrases(Map.of("colour", "orange", "shape", "cube")))
        .containsExactly("an orange cube");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhraseTemplates.parse("a {shape},"))
        .withMessageContaining("found an empty phrase");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhraseTemplates.parse("a mug"))
        .withMessageContaining("the name of a field in braces");
  }
}
