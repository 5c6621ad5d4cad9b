package dev.jclip.eval.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Random choices of examples, class by class; the same seed gives the same choice. */
final class Draws {
  private static final int NAMED = 5;

  private Draws() {}

  /** The examples of each class, in random order. */
  private static SortedMap<Integer, List<Integer>> shuffled(List<Integer> labels, long seed) {
    var byClass = new TreeMap<Integer, List<Integer>>();
    for (int i = 0; i < labels.size(); i++) {
      byClass.computeIfAbsent(labels.get(i), _ -> new ArrayList<>()).add(i);
    }
    byClass.forEach(
        (label, examples) -> Collections.shuffle(examples, new Random(31 * seed + label)));
    return byClass;
  }

  /**
   * Draws k examples of each class.
   *
   * @return their places, rising
   * @throws IllegalArgumentException if a class has fewer; the message names them
   */
  static List<Integer> fewShot(List<Integer> labels, List<String> classNames, int k, long seed) {
    SortedMap<Integer, List<Integer>> byClass = shuffled(labels, seed);
    List<String> small =
        byClass.entrySet().stream()
            .filter(entry -> entry.getValue().size() < k)
            .map(entry -> classNames.get(entry.getKey()) + " " + entry.getValue().size())
            .toList();
    if (!small.isEmpty()) {
      throw new IllegalArgumentException(
          "fewshot-k: expected %d training images or more of each class, found fewer of %d classes: %s%s; take a smaller k, or leave these classes out"
              .formatted(
                  k,
                  small.size(),
                  small.stream().limit(NAMED).collect(Collectors.joining(", ")),
                  small.size() > NAMED ? ", ..." : ""));
    }
    return byClass.values().stream()
        .flatMap(examples -> examples.subList(0, k).stream())
        .sorted()
        .toList();
  }

  /**
   * Draws a share of each class, rounded, but so that one example or more of it is left.
   *
   * @param share in 0..1
   * @return their places, rising
   */
  static List<Integer> share(List<Integer> labels, double share, long seed) {
    return shuffled(labels, seed).values().stream()
        .flatMap(
            examples -> {
              int drawn = (int) Math.round(share * examples.size());
              return examples.subList(0, Math.min(drawn, examples.size() - 1)).stream();
            })
        .sorted()
        .toList();
  }

  /**
   * What was drawn, without what is left undrawn too: an example whose like stays behind would
   * judge what has learned from it.
   */
  static List<Integer> whole(List<Integer> drawn, List<String> identities) {
    Set<Integer> taken = new HashSet<>(drawn);
    Set<String> left = new HashSet<>();
    for (int i = 0; i < identities.size(); i++) {
      if (!taken.contains(i)) {
        left.add(identities.get(i));
      }
    }
    return drawn.stream().filter(i -> !left.contains(identities.get(i))).toList();
  }
}
