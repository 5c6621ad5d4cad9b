package dev.jclip.eval.report;

import dev.jclip.eval.statistics.BootstrapOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all evaluations have in common. Immutable.
 *
 * @param task what is evaluated, such as {@link RunWriter#ZERO_SHOT}
 * @param output where records, examples, plots and tables go; made when needed
 * @param featureRoot where features are kept for further tasks; made when needed
 * @param split the part of each data set, for the records
 * @param language of class names and prompts, for the records
 * @param version of the program, for the records
 * @param batchSize how many images or texts are computed together, 1 or more
 * @param statistics how uncertainty is found
 * @param plots which plots are drawn
 * @param existing what becomes of evaluations whose records are there
 */
public record EvaluationSettings(
    String task,
    Path output,
    Path featureRoot,
    String split,
    String language,
    String version,
    int batchSize,
    BootstrapOptions statistics,
    RunPlots plots,
    Existing existing) {
  /** What becomes of an evaluation whose record is there. */
  public enum Existing {
    /** It is not done again. */
    KEEP,
    /** It is done again. */
    REPEAT
  }

  /** Settings for a task, of which each can be changed. */
  public static Builder builder(String task, Path output, Path featureRoot) {
    return new Builder(task, output, featureRoot);
  }

  /** What decides the results of a data set's evaluations, by name. */
  Map<String, String> asked(String dataset) {
    var asked = new TreeMap<String, String>();
    asked.put("resamples", "" + statistics.resamples());
    asked.put("confidence", "" + statistics.confidence());
    asked.put("seed", "" + statistics.seed());
    asked.put("dataset", dataset);
    asked.put("split", split);
    return asked;
  }

  /** Collects settings. */
  public static final class Builder {
    private final String task;
    private final Path output;
    private final Path featureRoot;
    private String split = "test";
    private String language = "en";
    private String version = "";
    private int batchSize = 32;
    private BootstrapOptions statistics = BootstrapOptions.DEFAULT;
    private RunPlots plots = RunPlots.drawn();
    private Existing existing = Existing.KEEP;

    private Builder(String task, Path output, Path featureRoot) {
      this.task = task;
      this.output = output;
      this.featureRoot = featureRoot;
    }

    /** The part of each data set. Default: test. */
    public Builder split(String name) {
      split = name;
      return this;
    }

    /** The language of class names and prompts. Default: en. */
    public Builder language(String code) {
      language = code;
      return this;
    }

    /** The version of the program. Default: empty. */
    public Builder version(String value) {
      version = value;
      return this;
    }

    /** How many images or texts are computed together, 1 or more. Default: 32. */
    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    /** How uncertainty is found. Default: 2000 resamples, intervals of 0.95, seed 0. */
    public Builder statistics(BootstrapOptions value) {
      statistics = value;
      return this;
    }

    /** Which plots are drawn. Default: all. */
    public Builder plots(RunPlots value) {
      plots = value;
      return this;
    }

    /** What becomes of evaluations whose records are there. Default: they are not done again. */
    public Builder existing(Existing value) {
      existing = value;
      return this;
    }

    /** The settings. */
    public EvaluationSettings build() {
      return new EvaluationSettings(
          task,
          output,
          featureRoot,
          split,
          language,
          version,
          batchSize,
          statistics,
          plots,
          existing);
    }
  }
}
