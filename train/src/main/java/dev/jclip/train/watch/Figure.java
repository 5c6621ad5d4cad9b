package dev.jclip.train.watch;

import java.util.Optional;

/**
 * A number that an objective reports of each step beside its loss, and how it is shown. Whoever
 * computes the number has a constant for it. Immutable.
 *
 * @param name in {@link JsonLinesLog}'s lines, such as "logitScale"
 * @param chart in TensorBoard, such as "train/scale"; where there is none, it is not drawn
 * @param label on the line of progress, such as "scale"; where there is none, it is not on it
 */
public record Figure(String name, Optional<String> chart, Optional<String> label) {
  /** A figure that stands in the log alone. */
  public static Figure named(String name) {
    return new Figure(name, Optional.empty(), Optional.empty());
  }

  /** The same figure, drawn as a chart of TensorBoard too. */
  public Figure withChart(String value) {
    return new Figure(name, Optional.of(value), label);
  }

  /** The same figure, shown on the line of progress too. */
  public Figure withLabel(String value) {
    return new Figure(name, chart, Optional.of(value));
  }
}
