package dev.jclip.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what to read of a labelled data set.
 *
 * @param split the name of the split to read
 * @param splitRequired whether a data set without splits is an error; otherwise it is read whole
 * @param label the table column, or the attribute in the {@code .json} files of shards, that holds
 *     the label; {@code cls} or {@code npy} for the files of that extension in shards; {@code null}
 *     for the usual columns and files
 * @param imageColumn the table column that holds the images or their paths; {@code null} for the
 *     usual names
 * @param classNames the class names, in the order of the classes; {@code null} for those of the
 *     data set, or if it has none, for its labels, sorted by code point
 * @param multiLabel whether an image may have any number of labels; otherwise it has one
 * @param name the data set's name; {@code null} for the name of its file or folder
 * @param skipUnnamed whether an image is skipped if its label is not a class name; otherwise such a
 *     label is an error
 * @param separator what separates the labels in a table's cell if {@code multiLabel}; not empty
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

  /** Copies the class names, and checks that the separator is not empty. */
  public LabelledOptions {
    classNames = classNames == null ? null : List.copyOf(classNames);
    if (separator.isEmpty()) {
      throw new IllegalArgumentException("separator: expected a text, found an empty one");
    }
  }

  /**
   * Returns options that read the split {@code test}, if there are splits, and one label for each
   * image, from the usual places.
   */
  public static LabelledOptions defaults() {
    return new LabelledOptions(DEFAULT_SPLIT, false, null, null, null, false, null, false, "|");
  }

  /** Returns a copy that reads a split, which the data set must have. */
  public LabelledOptions withSplit(String value) {
    return new LabelledOptions(
        value, true, label, imageColumn, classNames, multiLabel, name, skipUnnamed, separator);
  }

  /** Returns a copy that reads a split, or the whole data set if it has no splits. */
  public LabelledOptions withUsualSplit(String value) {
    return new LabelledOptions(
        value, false, label, imageColumn, classNames, multiLabel, name, skipUnnamed, separator);
  }

  /** Returns a copy that reads the labels from a column or attribute. */
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

  /** Returns a copy that reads the images, or their paths, from a table column. */
  public LabelledOptions withImageColumn(String value) {
    return new LabelledOptions(
        split, splitRequired, label, value, classNames, multiLabel, name, skipUnnamed, separator);
  }

  /** Returns a copy with class names, in the order of the classes. */
  public LabelledOptions withClassNames(List<String> value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, value, multiLabel, name, skipUnnamed, separator);
  }

  /** Returns a copy in which an image may have any number of labels, or must have one. */
  public LabelledOptions withMultiLabel(boolean value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, classNames, value, name, skipUnnamed, separator);
  }

  /** Returns a copy with a name for the data set. */
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

  /** Returns a copy in which a label that is not a class name is skipped, or is an error. */
  public LabelledOptions withSkipUnnamed(boolean value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, classNames, multiLabel, name, value, separator);
  }

  /** Returns a copy with another separator of the labels in a table's cell. */
  public LabelledOptions withSeparator(String value) {
    return new LabelledOptions(
        split, splitRequired, label, imageColumn, classNames, multiLabel, name, skipUnnamed, value);
  }
}
