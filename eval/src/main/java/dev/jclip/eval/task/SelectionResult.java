package dev.jclip.eval.task;

import dev.jclip.eval.metric.SelectionMetrics;
import dev.jclip.eval.statistics.Figure;
import java.util.List;

/**
 * What matching images and captions gave.
 *
 * @param tasks the names of the tasks whose images could all be read
 * @param outcomes how each was solved
 * @param figures {@code image_acc}, {@code text_acc}, {@code acc}
 * @param skipped what could not be used, and why
 * @param fingerprint of the images
 */
public record SelectionResult(
    List<String> tasks,
    List<SelectionMetrics.Outcome> outcomes,
    List<Figure> figures,
    List<String> skipped,
    String fingerprint) {
  /** Copies the lists. */
  public SelectionResult {
    tasks = List.copyOf(tasks);
    outcomes = List.copyOf(outcomes);
    figures = List.copyOf(figures);
    skipped = List.copyOf(skipped);
  }
}
