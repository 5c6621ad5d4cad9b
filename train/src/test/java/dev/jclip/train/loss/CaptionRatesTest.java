package dev.jclip.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CaptionRatesTest {
  private static final Offset<Float> EXACT = within(1e-6f);
  private static final int[] RED = {1, 7, 2};
  private static final int[] BLUE = {1, 8, 2};

  @Test
  void aTextCountsAsTheInverseOfItsRateSharedAmongItsPlaces() {
    try (var rates = new CaptionRates()) {
      assertThat(rates.weights(List.of(RED, RED))).containsExactly(new float[] {0.5f, 0.5f}, EXACT);
      rates.weights(List.of(RED));
      rates.weights(List.of(RED));
      // red in 4 of 4 batches, blue in 1 of 4
      assertThat(rates.weights(List.of(RED, BLUE, RED, new int[] {1, 7, 2})))
          .containsExactly(new float[] {1 / 3f, 4, 1 / 3f, 1 / 3f}, EXACT);
    }
  }

  @Test
  void aResumedCountGoesOn() {
    try (var whole = new CaptionRates();
        var resumed = new CaptionRates()) {
      whole.weights(List.of(RED));
      whole.weights(List.of(BLUE));
      resumed.sightings().copy_(whole.sightings());
      resumed.resumeAt(2);
      assertThat(resumed.weights(List.of(BLUE, RED)))
          .containsExactly(whole.weights(List.of(BLUE, RED)), EXACT);
    }
  }

  /** A caption that stands in 1 of 2 batches stands in 3 of 4 that are twice as large. */
  @Test
  void ratesOfLargerBatchesFollowFromThoseOfSmallerOnes() {
    try (var rates = new CaptionRates()) {
      rates.resize(2); // nothing was counted yet
      rates.weights(List.of(RED, BLUE));
      rates.weights(List.of(RED));
      rates.resize(2);
      // red in 2 of 2 and now 3 of 3, blue in 1.5 of 2 and now 2.5 of 3
      assertThat(rates.weights(List.of(RED, BLUE)))
          .containsExactly(new float[] {1, 3 / 2.5f}, EXACT);
    }
  }

  /** Among so many, some share a place in the table. */
  @Test
  void noRateIsAboveOne() {
    var captions = new ArrayList<int[]>();
    for (int i = 0; i < 8000; i++) {
      captions.add(new int[] {1, i % 100, i / 100, 2});
    }
    try (var rates = new CaptionRates()) {
      assertThat(rates.weights(captions)).containsOnly(1f);
    }
  }

  @Test
  void captionsAreToldApart() {
    var captions = new ArrayList<int[]>();
    for (int i = 0; i < 1000; i++) {
      captions.add(new int[] {1, i % 10, i / 10, 2});
    }
    try (var rates = new CaptionRates()) {
      rates.weights(captions);
      rates.weights(List.of());
      assertThat(rates.weights(List.of(new int[] {1, 3, 5, 2})))
          .containsExactly(new float[] {1.5f}, EXACT);
    }
  }
}
