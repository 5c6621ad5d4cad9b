package dev.jclip.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a labelled data set.
 *
 * @param split the subfolder or split
 * @param splitRequired whether a set without splits is refused; otherwise it is read whole
 * @param label a table's label column, or an attribute of a shard's {@code .json} members, or
 *     {@code cls}; {@code null} for the usual ones
 * @param imageColumn a table's column of paths; {@code null} for the usual ones
 * @param classNames in the order of the classes; {@code null} for the set's own, or else the labels
 *     found, sorted by code point
 * @param multiLabel whether an image may have any number of labels
 * @param name the set's name; {@code null} for its file's or folder's
 * @param skipUnnamed whether an image whose label is not a class name is skipped, where it would
 *     else be an error
 * @param separator between the labels of a table's cell, if {@code multiLabel}
 */
public record LabelledOptions(
    String split,
    boolean splitRequired,
    @Nullable String label,
    @Nullable String imageColumn,
    @Nullable List<String> classNames,
    boolean multiLabel,
    @Nullable String name,
    boolean skipUnnamed,
    String separator) {
  /** The split that is read unless another one is asked for. */
  public static final String DEFAULT_SPLIT = "test";

  /** Copies the names. */
  public LabelledOptions {
    classNames = classNames == null ? null : List.copyOf(classNames);
    if (separator.isEmpty()) {
      throw new IllegalArgumentException("separator: expected a text, found an empty one");
    }
  }

  /** The test split, one label an image, all else found out. */
  public static LabelledOptions defaults() {
    return new LabelledOptions(DEFAULT_SPLIT, false, null, null, null, false, null, false, "|");
  }

  /** These, with a split that the set must have. */
  public LabelledOptions withSplit(String value) {
    return new LabelledOptions(
        value, true, label, imageColumn, classNames, multiLabel, name, skipUnnamed, separator);
  }

  /** These, with a split that is read where the set has splits. */
  public LabelledOptions withUsualSplit(String value) {
    return new LabelledOptions(
        value, false, label, imageColumn, classNames, multiLabel, name, skipUnnamed, separator);
  }

  /** These, with a label column or attribute. */
  public LabelledOptions withLabel(String value) {
    return new LabelledOptions(
        split,
        splitRequired,
        value,
        imageColumn,
        classNames,
        multiLabel,
        name,
        skipUnnamed,
        separator);
  }

  /** These, with a column of paths. */
  public LabelledOptions withImageColumn(String value) {
    return new LabelledOptions(
        split, splitRequired, label, value, classNames, multiLabel, name, skipUnnamed, separator);
  }

  /** These, with class names in the order of the classes. */
  public LabelledOptions withClassNames(List<String> value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, value, multiLabel, name, skipUnnamed, separator);
  }

  /** These, with any number of labels an image, or one. */
  public LabelledOptions withMultiLabel(boolean value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, classNames, value, name, skipUnnamed, separator);
  }

  /** These, with a name for the set. */
  public LabelledOptions withName(String value) {
    return new LabelledOptions(
        split,
        splitRequired,
        label,
        imageColumn,
        classNames,
        multiLabel,
        value,
        skipUnnamed,
        separator);
  }

  /** These, with images of unnamed labels skipped, or an error. */
  public LabelledOptions withSkipUnnamed(boolean value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, classNames, multiLabel, name, value, separator);
  }

  /** These, with a separator of a cell's labels. */
  public LabelledOptions withSeparator(String value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, classNames, multiLabel, name, skipUnnamed, value);
  }
}
