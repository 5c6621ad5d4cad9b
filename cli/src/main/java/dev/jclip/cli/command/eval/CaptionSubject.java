package dev.jclip.cli.command.eval;

import dev.jclip.eval.report.EvaluatedModel;
import dev.jclip.eval.report.EvaluationRuns;
import dev.jclip.eval.task.CaptionSource;
import java.util.Map;

/**
 * Whose captions are evaluated: models, or files of captions. One is open at a time. For one
 * thread.
 */
interface CaptionSubject extends EvaluationRuns.Models {
  @Override
  EvaluatedModel open(String name);

  /** The captions of the one that was opened last. */
  CaptionSource captions();

  /** What decides them, by name. */
  Map<String, String> asked();
}
