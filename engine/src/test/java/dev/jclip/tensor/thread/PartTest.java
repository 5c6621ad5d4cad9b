package dev.jclip.tensor.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts are all things, each once, in order, and of like size. */
class PartTest {
  @Test
  void partsOfLikeSizeAreAllThings() {
    for (int things = 0; things < 40; things++) {
      for (int parts = 1; parts < 12; parts++) {
        int next = 0;
        for (int i = 0; i < parts; i++) {
          Part part = Part.of(i, parts, things);
          assertThat(part.first()).isEqualTo(next);
          assertThat(part.count()).isBetween(things / parts, Math.ceilDiv(things, parts));
          next = part.end();
        }
        assertThat(next).isEqualTo(things);
      }
    }
  }

  @Test
  void manyThingsDoNotOverflow() {
    int things = Integer.MAX_VALUE;
    assertThat(Part.of(999, 1000, things).end()).isEqualTo(things);
  }

  @Test
  void smallerPartsStandWhereTheLargerOneDoes() {
    assertThat(new Part(10, 7).inParts(3))
        .isEqualTo(List.of(new Part(10, 2), new Part(12, 2), new Part(14, 3)));
    assertThat(new Part(4, 3).inParts(3)).isEqualTo(List.of(new Part(4, 3)));
    assertThat(new Part(4, 0).inParts(3)).isEmpty();
  }
}
