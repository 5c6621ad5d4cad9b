package dev.jclip.eval.report;

import dev.jclip.eval.feature.FeatureExtractor;
import java.util.Map;

/** One kind of evaluation of a data set that is open. */
public interface Evaluation {
  /** What else decides the result, by name, beside the settings of all runs. */
  Map<String, String> asked();

  /** Identifies all images, labels and captions. */
  String fingerprint(FeatureExtractor extractor);

  /** Evaluates a model, and writes the record. */
  RunRecord run(FeatureExtractor extractor, RunWriter writer);
}
