package dev.jclip.eval.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Units in two halves, so that nothing is measured on what it was chosen by: what is chosen on one
 * half is measured on the other, in both directions.
 *
 * @param first how often each unit counts in the first half: 0 or 1
 * @param second the others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Halves(int[] first, int[] second) {
  /**
   * Divides units at random.
   *
   * @param seed the same gives the same halves
   */
  public static Halves of(int units, long seed) {
    return ofGroups(List.of(IntStream.range(0, units).boxed().toList()), seed);
  }

  /** Divides each group of units, which are numbered from 0 over all of them. */
  static Halves ofGroups(List<List<Integer>> groups, long seed) {
    int units = groups.stream().mapToInt(List::size).sum();
    var halves = new Halves(new int[units], new int[units]);
    var random = new Random(seed);
    for (List<Integer> group : groups) {
      List<Integer> shuffled = new ArrayList<>(group);
      Collections.shuffle(shuffled, random);
      for (int i = 0; i < shuffled.size(); i++) {
        (i % 2 == 0 ? halves.first : halves.second)[shuffled.get(i)] = 1;
      }
    }
    return halves;
  }
}
