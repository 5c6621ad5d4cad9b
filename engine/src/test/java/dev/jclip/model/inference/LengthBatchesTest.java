package dev.jclip.model.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {
  private static final int MOST = 32;

  @Test
  void everyTextIsInOneBatchOfItsLength() {
    Random random = new Random(1);
    for (int count = 0; count < 100; count++) {
      int[] lengths = IntStream.generate(() -> 2 + random.nextInt(30)).limit(count).toArray();
      List<LengthBatches.Batch> batches = LengthBatches.of(lengths, MOST);
      assertThat(batches.stream().flatMapToInt(batch -> IntStream.of(batch.indices())))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
      for (LengthBatches.Batch batch : batches) {
        assertThat(batch.indices()).hasSizeBetween(1, MOST);
        assertThat(batch.length())
            .isEqualTo(IntStream.of(batch.indices()).map(i -> lengths[i]).max().orElseThrow());
      }
    }
  }

  @Test
  void littleOfManyTextsIsPadding() {
    int[] lengths = IntStream.range(0, 320).map(i -> 7 + i * 37 % 18).toArray();
    long computed =
        LengthBatches.of(lengths, MOST).stream()
            .mapToLong(batch -> (long) batch.indices().length * batch.length())
            .sum();
    assertThat((double) computed / IntStream.of(lengths).sum()).isBetween(1.0, 1.1);
  }

  @Test
  void textsOfOneLengthFillTheirBatches() {
    int[] lengths = IntStream.generate(() -> 77).limit(70).toArray();
    assertThat(LengthBatches.of(lengths, MOST))
        .extracting(batch -> batch.indices().length)
        .containsExactly(32, 32, 6);
  }

  @Test
  void fewTextsAreNotTakenApart() {
    assertThat(LengthBatches.of(new int[] {77, 3, 40, 5}, MOST))
        .singleElement()
        .satisfies(batch -> assertThat(batch.indices()).containsExactly(1, 3, 2, 0));
  }
}
