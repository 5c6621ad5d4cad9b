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
   * Makes an index of class names. A name may occur twice only if all labels are class indices: the
   * usual class names of ImageNet contain two such pairs.
   *
   * @param set the data set's name, for error messages
   * @param names the name of each class, in the order of the classes
   * @param labels all labels of the data set
   * @throws DataException if there are fewer than two names, a blank one, or one that occurs twice
   *     and may not
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

  /**
   * Makes class names from labels, for a data set without class names: the distinct labels sorted
   * by code point. If all labels are indices, the names are the numbers from 0 to the largest one.
   */
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

  /**
   * Finds the class of a label by its name. A label that is a number and not a class name is taken
   * for a class index, unless some class names are numbers.
   *
   * @return the index of the class, or nothing if the label has no class
   */
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
