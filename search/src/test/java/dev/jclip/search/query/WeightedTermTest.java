package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.search.query.QueryVector.Kind;
import dev.jclip.search.query.QueryVector.Part;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightedTermTest {
  private static final Map<String, QueryVector> VECTORS =
      Map.of(
          "a", new QueryVector(new float[] {1, 0}, Kind.TEXT),
          "b", new QueryVector(new float[] {0, 1}, Kind.PICTURE));

  private static QueryVector vector(String concept) {
    return Objects.requireNonNull(VECTORS.get(concept));
  }

  @Test
  void signsBeginTermsAndNumbersWeighThem() {
    assertThat(parsed("red", "shoe", "-", "heel", "+", "0.5*photo.jpg"))
        .containsExactly(
            new WeightedTerm(1, "red shoe"),
            new WeightedTerm(-1, "heel"),
            new WeightedTerm(0.5, "photo.jpg"));
    assertThat(parsed("-", "2*t-shirt")).containsExactly(new WeightedTerm(-2, "t-shirt"));
  }

  @Test
  void oneArgumentIsReadAsSeveralAre() {
    assertThat(parsed("red shoe - 0.5 * heel"))
        .containsExactly(new WeightedTerm(1, "red shoe"), new WeightedTerm(-0.5, "heel"));
    assertThat(parsed("0.5*\"a - b.jpg\" + red"))
        .containsExactly(new WeightedTerm(0.5, "a - b.jpg"), new WeightedTerm(1, "red"));
    assertThat(parsed("\"black - white\"")).containsExactly(new WeightedTerm(1, "black - white"));
  }

  @Test
  void aDigitBehindTheStarIsNoWeightUnlessItNamesAPicture() {
    for (String text : List.of("2*3 grid", "2 * 4 timber", "4*100 m relay", "2*2")) {
      assertThat(parsed(text)).as(text).containsExactly(new WeightedTerm(1, text));
    }
    assertThat(parsed("0.5*1.jpg", "+", "2*3.jpg"))
        .containsExactly(new WeightedTerm(0.5, "1.jpg"), new WeightedTerm(1, "2*3.jpg"));
  }

  @Test
  void whatNamesAPictureIsNotTakenApart() {
    assertThat(parsed("a + b.jpg")).containsExactly(new WeightedTerm(1, "a + b.jpg"));
    assertThat(parsed("2*a + b.jpg", "-", "red"))
        .containsExactly(new WeightedTerm(2, "a + b.jpg"), new WeightedTerm(-1, "red"));
  }

  private static List<WeightedTerm> parsed(String... arguments) {
    return WeightedTerm.parse(
        List.of(arguments), Set.of("1.jpg", "2*3.jpg", "a + b.jpg")::contains);
  }

  @Test
  void aTermWithoutAConceptIsRefused() {
    for (List<String> words : List.of(List.of("a", "+"), List.of("+", "-", "b"), List.of(" "))) {
      assertThatThrownBy(() -> WeightedTerm.parse(words, _ -> false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a text or an image");
    }
  }

  @Test
  void theSumHasNormOneAndTheKindsAndWeightsOfAllTerms() {
    QueryVector sum =
        WeightedTerm.sum(
            List.of(new WeightedTerm(3, "a"), new WeightedTerm(-4, "b")), WeightedTermTest::vector);
    assertThat(sum.values()).containsExactly(new float[] {0.6f, -0.8f}, within(1e-6f));
    assertThat(sum.parts()).containsExactly(new Part(3, Kind.TEXT), new Part(-4, Kind.PICTURE));
    assertThat(
            WeightedTerm.sum(List.of(new WeightedTerm(2, "b")), WeightedTermTest::vector).parts())
        .containsExactly(new Part(2, Kind.PICTURE));
  }

  @Test
  void aSumOfNothingIsRefused() {
    assertThatThrownBy(
            () ->
                WeightedTerm.sum(
                    List.of(new WeightedTerm(1, "a"), new WeightedTerm(-1, "a")),
                    WeightedTermTest::vector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query: its terms add up to nothing");
  }
}
