package dev.jclip.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Captions of as many words as people write: 5 to 20. */
final class Captions {
  private static final int FEWEST_WORDS = 5;
  private static final int MOST_WORDS = 20;
  private static final List<String> WORDS =
      List.of(
          "a photo of the small red wooden boat near two brown dogs running over green grass"
              .split(" ", -1));

  private Captions() {}

  /** So many, the same each time. */
  static List<String> make(int count) {
    var random = new Random(0);
    return IntStream.range(0, count).mapToObj(_ -> caption(random)).toList();
  }

  private static String caption(Random random) {
    return random
        .ints(random.nextInt(FEWEST_WORDS, MOST_WORDS + 1), 0, WORDS.size())
        .mapToObj(WORDS::get)
        .collect(Collectors.joining(" "));
  }
}
