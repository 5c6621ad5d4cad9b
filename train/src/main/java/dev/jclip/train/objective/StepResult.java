package dev.jclip.train.objective;

import dev.jclip.train.watch.Figure;
import java.util.SequencedMap;

/**
 * What the gradients of a batch were computed from.
 *
 * @param loss of the whole batch
 * @param figures what else the batch showed, in the order in which it is written to logs
 */
public record StepResult(double loss, SequencedMap<Figure, Number> figures) {}
