package dev.jclip.train.watch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an evaluation during training gave. Immutable.
 *
 * @param step after which step the model was evaluated
 * @param metrics names and values, in the order in which they are shown
 */
public record EvaluationReport(long step, Map<String, Double> metrics) {
  /** Copies the metrics, in their order. */
  public EvaluationReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
