package dev.jclip.data.detection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws what a detector is asked for in an image: phrases of its objects, and phrases that are true
 * of none of them. Of the latter, half are near ones, which differ from a phrase of the image in
 * one word: of "a red mug" the same colour with another shape, and the same shape in another
 * colour. Immutable; safe for many threads.
 */
public final class QueryDraw {
  /** Phrases of an object that are asked for; more would leave little room for wrong ones. */
  private static final int OF_EACH_OBJECT = 2;

  private final List<String> phrases;
  private final int count;

  /** Phrases by what they have in common with others: all but one word. */
  private final Map<String, List<String>> alike = new HashMap<>();

  /**
   * Knows what can be asked for.
   *
   * @param phrases of a whole data set
   * @param count how many are asked for in each image, where there are as many; 1 or more
   */
  public QueryDraw(List<String> phrases, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("queries: expected 1 or more, found " + count);
    }
    this.phrases = List.copyOf(phrases);
    this.count = count;
    for (String phrase : phrases) {
      for (String frame : frames(phrase)) {
        alike.computeIfAbsent(frame, _ -> new ArrayList<>()).add(phrase);
      }
    }
  }

  /** The phrase without each of its words in turn; an article is none, since nouns change it. */
  private static List<String> frames(String phrase) {
    String[] words = phrase.replaceFirst("^(?i)an? ", "").split(" ", -1);
    var frames = new ArrayList<String>();
    for (int left = 0; left < words.length; left++) {
      String[] frame = words.clone();
      frame[left] = "*";
      frames.add(String.join(" ", frame));
    }
    return frames;
  }

  /** Draws the queries for an image. */
  public List<String> draw(ImageObjects image, RandomGenerator random) {
    var drawn = new LinkedHashSet<String>();
    var known = new HashSet<>(image.unsure());
    for (NamedBox object : image.objects()) {
      known.addAll(object.phrases());
    }
    for (NamedBox object : shuffled(image.objects(), random)) {
      shuffled(object.phrases(), random).stream()
          .filter(phrase -> !image.unsure().contains(phrase))
          .limit(OF_EACH_OBJECT)
          .filter(_ -> drawn.size() < count)
          .forEach(drawn::add);
    }
    int nearOnes = (count - drawn.size()) / 2;
    add(near(image, known), nearOnes, drawn, random);
    addAny(known, drawn, random);
    return List.copyOf(drawn);
  }

  private Set<String> near(ImageObjects image, Set<String> known) {
    var near = new LinkedHashSet<String>();
    for (NamedBox object : image.objects()) {
      for (String phrase : object.phrases()) {
        frames(phrase).forEach(frame -> near.addAll(alike.getOrDefault(frame, List.of())));
      }
    }
    near.removeAll(known);
    return near;
  }

  private static void add(Set<String> from, int atMost, Set<String> drawn, RandomGenerator random) {
    shuffled(List.copyOf(from), random).stream().limit(atMost).forEach(drawn::add);
  }

  /** Phrases of any kind until there are enough, in as many tries as leave hardly any out. */
  private void addAny(Set<String> known, Set<String> drawn, RandomGenerator random) {
    for (int tries = 4 * count; tries > 0 && drawn.size() < count; tries--) {
      String phrase = phrases.get(random.nextInt(phrases.size()));
      if (!known.contains(phrase)) {
        drawn.add(phrase);
      }
    }
  }

  private static <T> List<T> shuffled(List<T> all, RandomGenerator random) {
    var copy = new ArrayList<>(all);
    Collections.shuffle(copy, random);
    return copy;
  }
}
