package dev.jclip.data;

import dev.jclip.error.DataException;
import dev.jclip.io.ComposedText;
import dev.jclip.io.NameOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds the class of a label. */
final class ClassIndex {
  private static final int MAX_CLASSES = 1_000_000;

  private final List<String> names;
  private final Map<String, Integer> byName = new HashMap<>();
  private final boolean namesAreNumbers;

  /**
   * Names that are there twice are tolerated where all labels are indices, since ImageNet's usual
   * names have two such pairs.
   */
  ClassIndex(String set, List<String> names, Collection<Label> labels) {
    this.names = List.copyOf(names);
    boolean indicesOnly = !labels.isEmpty() && labels.stream().allMatch(Label::isIndex);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isBlank()) {
        throw new DataException(
            "%s: class %d: expected a name, found a blank one".formatted(set, i));
      }
      Integer earlier = byName.putIfAbsent(ComposedText.of(names.get(i)), i);
      if (earlier != null && !indicesOnly) {
        throw new DataException(
            "%s: class names: \"%s\" is there twice, as class %d and %d; give each its own name"
                .formatted(set, names.get(i), earlier, i));
      }
    }
    if (names.size() < 2) {
      throw new DataException(
          "%s: expected two classes or more, found %d%s"
              .formatted(set, names.size(), names.isEmpty() ? "" : " (" + names.getFirst() + ")"));
    }
    namesAreNumbers = names.stream().map(Label::named).anyMatch(Label::isNumber);
  }

  /** The labels themselves as names; indices give the numbers from 0 to the largest. */
  static List<String> namesOf(String set, Collection<Label> labels) {
    if (labels.isEmpty() || !labels.stream().allMatch(Label::isIndex)) {
      return labels.stream().map(Label::text).distinct().sorted(NameOrder.CODE_POINT).toList();
    }
    long largest = labels.stream().mapToLong(label -> Long.parseLong(label.text())).max().orElse(0);
    if (largest >= MAX_CLASSES) {
      throw new DataException(
          "%s: expected classes below %d, found %d".formatted(set, MAX_CLASSES, largest));
    }
    return IntStream.rangeClosed(0, (int) largest).mapToObj(Integer::toString).toList();
  }

  List<String> names() {
    return names;
  }

  /** A name's class; a number that is no name is a class itself, unless numbers are names. */
  OptionalInt of(Label label) {
    Integer named = label.isIndex() ? null : byName.get(label.text());
    if (named != null) {
      return OptionalInt.of(named);
    }
    boolean mayBeIndex = label.isIndex() || (label.isNumber() && !namesAreNumbers);
    if (mayBeIndex && Long.parseLong(label.text()) < names.size()) {
      return OptionalInt.of(Integer.parseInt(label.text()));
    }
    return OptionalInt.empty();
  }
}
