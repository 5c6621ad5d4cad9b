package dev.jclip.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Captions of our own making: every run gives the same ones. */
final class SyntheticCaptions {
  private static final List<String> OPENINGS =
      List.of("a photo of", "A drawing of", "two", "the largest", "it's", "a close-up of", "we've");
  private static final List<String> QUALITIES =
      List.of("red", "small", "striped", "old wooden", "shining", "Café", "half-open", "3 broken");
  private static final List<String> THINGS =
      List.of(
          "lantern",
          "lanterns",
          "kettle",
          "fox",
          "foxes",
          "bridge",
          "harbour",
          "umbrella",
          "strawberry",
          "bicycle",
          "lighthouse",
          "violin",
          "naïve painting",
          "übersee-koffer",
          "日本の茶",
          "привет",
          "🎉 party");
  private static final List<String> PLACES =
      List.of(
          "in the snow",
          "on a table!",
          "by the sea, 1987",
          "under grey clouds",
          "(seen at night)",
          "at the station...",
          "& more",
          "near the river",
          "with 24 others");

  private SyntheticCaptions() {}

  static List<String> list() {
    Random random = new Random(20261123);
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      captions.add(
          String.join(
              " ",
              pick(OPENINGS, random),
              pick(QUALITIES, random),
              pick(THINGS, random),
              pick(PLACES, random)));
    }
    return captions;
  }

  private static String pick(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}
