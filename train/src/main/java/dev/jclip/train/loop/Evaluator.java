package dev.jclip.train.loop;

import java.nio.file.Path;
import java.util.Map;

/** Judges a model while it is trained. */
public interface Evaluator {
  /**
   * Judges a model.
   *
   * @param model a folder that {@code Clip} opens
   * @return figures by name, in the order in which they are shown
   */
  Map<String, Double> evaluate(Path model);
}
