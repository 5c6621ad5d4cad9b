package dev.jclip.data;

import java.util.List;

/**
 * Images with the classes they show.
 *
 * @param name short, for people and file names
 * @param classNames K names, indexed by class
 * @param templates sentences with {@code {c}} for a class name that the set brings along; may be
 *     empty
 * @param multiLabel whether an image may show any number of classes; otherwise it shows one
 * @param examples each with its class indices, rising, in 0..K-1
 */
public record LabelledSet(
    String name,
    List<String> classNames,
    List<String> templates,
    boolean multiLabel,
    Examples<List<Integer>> examples) {
  /** Copies the lists. */
  public LabelledSet {
    classNames = List.copyOf(classNames);
    templates = List.copyOf(templates);
  }
}
