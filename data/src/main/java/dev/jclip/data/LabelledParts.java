package dev.jclip.data;

import dev.jclip.digest.Sha256;
import dev.jclip.error.DataException;
import dev.jclip.io.NearestNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A labelled data set without splits that a {@link SplitRule} has cut into parts. Images with the
 * same bytes are always in one part, unless the parts come from a column. Immutable.
 */
public final class LabelledParts {
  private final String location;
  private final LabelledSet whole;
  private final SplitRule rule;
  private final Map<String, String> partOfKey;

  private LabelledParts(
      String location, LabelledSet whole, SplitRule rule, Map<String, String> partOfKey) {
    this.location = location;
    this.whole = whole;
    this.rule = rule;
    this.partOfKey = Map.copyOf(partOfKey);
  }

  /**
   * Cuts a data set into parts. All images are read, unless the parts come from a column.
   *
   * @throws DataException where {@link LabelledSets#open} throws it, and if the rule's column does
   *     not exist
   */
  public static LabelledParts cut(String location, LabelledOptions options, SplitRule rule) {
    LabelledSet whole = LabelledSets.open(location, options);
    Map<String, String> parts =
        switch (rule) {
          case SplitRule.Column(String name) -> column(location, options, name);
          case SplitRule.Hash(double test) -> hashed(whole, test);
          case SplitRule.Random(double test, long seed) -> drawn(whole, test, seed);
        };
    return new LabelledParts(location, whole, rule, parts);
  }

  /** Returns the names of all parts that contain an image. */
  public Set<String> names() {
    return new TreeSet<>(partOfKey.values());
  }

  /**
   * Returns one part, with the class names of the whole data set. An image that cannot be read is a
   * skipped entry of every part.
   *
   * @throws DataException if the part contains no image
   */
  public LabelledSet part(String name) {
    if (!names().contains(name)) {
      throw new DataException(
          "%s: expected images of the part %s, found %s"
              .formatted(location, name, NearestNames.list(name, names())));
    }
    Examples<List<Integer>> examples =
        () ->
            whole.examples().stream()
                .map(this::requirePart)
                .filter(
                    entry ->
                        entry instanceof Entry.Skipped || name.equals(partOfKey.get(entry.key())));
    return new LabelledSet(
        whole.name(), whole.classNames(), whole.templates(), whole.multiLabel(), examples);
  }

  private Entry<List<Integer>> requirePart(Entry<List<Integer>> entry) {
    return entry instanceof Entry.Skipped || partOfKey.containsKey(entry.key())
        ? entry
        : new Entry.Skipped<>(
            entry.key(),
            "%s: this image is in no part: %s gives it none".formatted(entry.key(), rule));
  }

  /** Reads the part of each image from a column, in the way in which labels are read. */
  private static Map<String, String> column(
      String location, LabelledOptions options, String column) {
    LabelSource source = LabelledSets.column(location, options, column);
    var parts = new LinkedHashMap<String, String>();
    var reasons = new ArrayList<String>();
    try (Stream<Entry<List<Label>>> entries = source.stream(false)) {
      entries.forEach(
          entry -> {
            switch (entry) {
              case Entry.Skipped<List<Label>> skipped -> reasons.add(skipped.reason());
              case Entry.Example<List<Label>> example ->
                  put(parts, location, example.key(), example.annotation().getFirst().text());
            }
          });
    }
    if (parts.isEmpty()) {
      throw new DataException(
          "%s: expected a part in %s, found none%s"
              .formatted(
                  location,
                  column,
                  reasons.isEmpty() ? "" : "; the first reason: " + reasons.getFirst()));
    }
    return parts;
  }

  private static void put(Map<String, String> parts, String location, String key, String part) {
    String before = parts.putIfAbsent(key, part);
    if (before != null && !before.equals(part)) {
      throw new DataException(
          "%s: %s: expected one part, found %s and %s".formatted(location, key, before, part));
    }
  }

  private static Map<String, String> hashed(LabelledSet whole, double test) {
    return byContent(
        whole,
        pictures -> {
          var parts = new HashMap<String, String>();
          pictures
              .keySet()
              .forEach(
                  content ->
                      parts.put(
                          content, fraction(content) < test ? SplitRule.TEST : SplitRule.TRAIN));
          return parts;
        });
  }

  /** Returns the first 52 bits of a hexadecimal digest as a number in [0, 1). */
  private static double fraction(String digest) {
    return Long.parseLong(digest.substring(0, 13), 16) / (double) (1L << 52);
  }

  private static Map<String, String> drawn(LabelledSet whole, double test, long seed) {
    return byContent(
        whole,
        pictures -> {
          var classes = new LinkedHashMap<List<Integer>, TreeMap<String, String>>();
          pictures.forEach(
              (content, classIndices) ->
                  classes
                      .computeIfAbsent(classIndices, _ -> new TreeMap<>())
                      .put(new Sha256().add(seed + "/" + content).hex(), content));
          var parts = new HashMap<String, String>();
          classes.values().forEach(ofClass -> draw(ofClass.values(), test, parts));
          return parts;
        });
  }

  private static void draw(Iterable<String> contents, double test, Map<String, String> parts) {
    List<String> all = new ArrayList<>();
    contents.forEach(all::add);
    long wanted = Math.clamp(Math.round(test * all.size()), 1, Math.max(1, all.size() - 1));
    long drawn = all.size() == 1 ? 0 : wanted;
    for (int i = 0; i < all.size(); i++) {
      parts.put(all.get(i), i < drawn ? SplitRule.TEST : SplitRule.TRAIN);
    }
  }

  /**
   * Cuts a data set by the SHA-256 of the images' bytes.
   *
   * @param cutting gets the classes of each digest, and returns the part of each digest
   * @return the part of each image, by the image's key
   */
  private static Map<String, String> byContent(
      LabelledSet whole, Function<Map<String, List<Integer>>, Map<String, String>> cutting) {
    var contentOfKey = new LinkedHashMap<String, String>();
    var classes = new LinkedHashMap<String, List<Integer>>();
    try (Stream<Entry<List<Integer>>> entries = whole.examples().stream()) {
      entries.forEach(
          entry -> {
            if (entry instanceof Entry.Example<List<Integer>> example) {
              String content = new Sha256().add(example.image()).hex();
              contentOfKey.put(example.key(), content);
              classes.putIfAbsent(content, example.annotation());
            }
          });
    }
    Map<String, String> parts = cutting.apply(classes);
    var partOfKey = new HashMap<String, String>();
    contentOfKey.forEach(
        (key, content) -> partOfKey.put(key, Objects.requireNonNull(parts.get(content))));
    return partOfKey;
  }
}
