package dev.jclip.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  @Test
  void normalizesToLengthOne() {
    assertThat(Embeddings.normalize(new float[] {3, -4})).containsExactly(0.6f, -0.8f);
  }

  @Test
  void normalizingChangesNotTheArgument() {
    float[] vector = {3, 4};
    assertThat(Embeddings.normalize(vector)).isNotSameAs(vector);
    assertThat(vector).containsExactly(3, 4);
  }

  @Test
  void zeroStaysZero() {
    assertThat(Embeddings.normalize(new float[3])).containsExactly(0, 0, 0);
    assertThat(Embeddings.normalize(new float[0])).isEmpty();
  }

  /** Squares of these leave the range of float. */
  @Test
  void largeAndSmallVectorsKeepTheirDirection() {
    for (float size : new float[] {1e30f, 1e-11f}) {
      float[] unit = Embeddings.normalize(new float[] {3 * size, 4 * size});
      assertThat(unit[0]).isCloseTo(0.6f, within(1e-6f));
      assertThat(unit[1]).isCloseTo(0.8f, within(1e-6f));
    }
  }

  @Test
  void multipliesInDoublePrecision() {
    assertThat(Embeddings.dot(new float[] {1, 2, 3}, new float[] {4, -5, 6})).isEqualTo(12);
    assertThat(Embeddings.dot(new float[] {1e8f, 1, -1e8f}, new float[] {1, 1, 1})).isEqualTo(1);
  }

  @Test
  void averagesWithoutNormalising() {
    assertThat(Embeddings.mean(List.of(new float[] {1, 2}, new float[] {3, -2})))
        .containsExactly(2, 0);
  }

  @Test
  void lengthsMustBeEqual() {
    float[] two = {1, 2};
    float[] three = {1, 2, 3};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embeddings.dot(two, three))
        .withMessageContainingAll("2", "3", "different models");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embeddings.mean(List.of(two, three)))
        .withMessageContainingAll("2", "3", "different models");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embeddings.mean(List.of(three, two)))
        .withMessageContaining("different models");
    assertThatIllegalArgumentException().isThrownBy(() -> Embeddings.mean(List.of()));
  }
}
