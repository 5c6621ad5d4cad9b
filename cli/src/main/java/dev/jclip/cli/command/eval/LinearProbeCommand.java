package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.data.LabelledSet;
import dev.jclip.data.SplitRule;
import dev.jclip.digest.Sha256;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.probe.LinearProbe;
import dev.jclip.eval.report.Evaluation;
import dev.jclip.eval.report.RunRecord;
import dev.jclip.eval.report.RunWriter;
import dev.jclip.eval.task.LinearProbeTask;
import dev.jclip.eval.task.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains and measures linear probes. */
@Command(
    name = "linear-probe",
    description =
        "Trains a logistic regression on image features, with C chosen on validation images, and measures it on test images. Trains on all images or on k of each class.",
    mixinStandardHelpOptions = true)
final class LinearProbeCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--train-dataset",
      paramLabel = "DATA",
      description =
          "Data set to train on: its training split, or all of it if it has no splits. Default: the training split of the evaluated data set, or its part train (--split-by).")
  private @Nullable String trainDataset;

  @Option(
      names = {"--train-split", "--train_split"},
      paramLabel = "NAME",
      description = "Split or part to train on. Default: train.")
  private @Nullable String trainSplit;

  @Option(
      names = {"--val-split", "--val_split"},
      paramLabel = "NAME",
      description = "Split or part of the validation images, on which C is chosen.")
  private @Nullable String validationSplit;

  @Option(
      names = {"--val-proportion", "--val_proportion"},
      paramLabel = "P",
      defaultValue = "0.2",
      description =
          "Share of the training images on which C is chosen if there is no --val-split. Default: ${DEFAULT-VALUE}.")
  private double validationShare;

  @Option(
      names = {"--fewshot-k", "--fewshot_k"},
      paramLabel = "K",
      split = ",",
      arity = "1..*",
      description =
          "Number of training images of each class; several numbers give one run each. Default: all images.")
  private List<Integer> shots = new ArrayList<>();

  @Option(
      names = "--C",
      paramLabel = "C",
      description =
          "Inverse strength of the regularization, as in scikit-learn. Default: the best C of a search on validation images.")
  private @Nullable Double c;

  @Option(
      names = {"--normalize"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Divide features by their norms, as CLIP_benchmark does. Default: true.")
  private boolean normalize;

  @Option(
      names = "--overlap",
      paramLabel = "refuse|drop|keep",
      defaultValue = "refuse",
      description =
          "What to do with images that are in two of the training, validation and test sets, byte for byte: refuse makes them an error, drop leaves test images out of the other sets and validation images out of training, keep leaves all in place, as CLIP_benchmark does. Default: ${DEFAULT-VALUE}.")
  private Overlap overlap = Overlap.REFUSE;

  @Override
  public Integer call() {
    if (trainDataset != null && run.datasets().size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "--train-dataset: expected one --dataset to go with it, found " + run.datasets().size());
    }
    return new Runs(command, models, output, run).run(RunWriter.LINEAR_PROBE, this::open);
  }

  private List<Asked> open(String dataset) {
    List<Part> parts = parts(dataset);
    List<LabelledSet> opened = parts.stream().map(part -> open(part, null)).toList();
    List<String> names = commonNames(opened);
    List<LabelledSet> sets =
        opened.stream().allMatch(set -> set.classNames().equals(names))
            ? opened
            : parts.stream().map(part -> open(part, names)).toList();
    return (shots.isEmpty() ? Stream.of(OptionalInt.empty()) : shots.stream().map(OptionalInt::of))
        .map(k -> new Asked(sets.get(1), sets.stream().skip(2).findFirst(), sets.get(0), k))
        .toList();
  }

  /**
   * A part of a data set.
   *
   * @param required whether a data set without parts is an error; otherwise it is read whole
   */
  private record Part(String location, String name, boolean required) {}

  /** Returns the test part, the training part and, if it was asked for, the validation part. */
  private List<Part> parts(String dataset) {
    String training = trainDataset == null ? dataset : trainDataset;
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(dataset, run.splitOrUsual(), run.split().isPresent()));
    parts.add(new Part(training, trainSplit(), trainDataset == null || trainSplit != null));
    if (validationSplit != null) {
      parts.add(new Part(training, validationSplit, true));
    }
    return parts;
  }

  private LabelledSet open(Part part, @Nullable List<String> names) {
    try {
      return labels.open(part.location(), part.name(), part.required(), run, names);
    } catch (DataException e) {
      throw part.required() && trainDataset == null
          ? new DataException(
              e.getMessage()
                  + " (--train-dataset names data to train on; --split-by cuts this data into parts)",
              e)
          : e;
    }
  }

  private String trainSplit() {
    return trainSplit == null ? SplitRule.TRAIN : trainSplit;
  }

  /** Returns the class names if all sets have the same, or else all their class names, sorted. */
  private static List<String> commonNames(List<LabelledSet> sets) {
    List<String> first = sets.getFirst().classNames();
    if (sets.stream().allMatch(set -> set.classNames().equals(first))) {
      return first;
    }
    var all = new TreeSet<String>();
    sets.forEach(set -> all.addAll(set.classNames()));
    return List.copyOf(all);
  }

  private final class Asked implements Evaluation {
    private final LabelledSet learned;
    private final Optional<LabelledSet> validation;
    private final LabelledSet judged;
    private final OptionalInt k;

    Asked(
        LabelledSet learned, Optional<LabelledSet> validation, LabelledSet judged, OptionalInt k) {
      this.learned = learned;
      this.validation = validation;
      this.judged = judged;
      this.k = k;
    }

    @Override
    public Map<String, String> asked() {
      var asked = new TreeMap<>(labels.asked());
      asked.put("normalize", "" + normalize);
      asked.put("val-proportion", "" + validationShare);
      asked.put("train-split", trainSplit());
      asked.put("overlap", overlap.name().toLowerCase(Locale.ROOT));
      if (trainDataset != null) {
        asked.put("train-dataset", trainDataset);
      }
      if (validationSplit != null) {
        asked.put("val-split", validationSplit);
      }
      if (c != null) {
        asked.put("C", "" + c);
      }
      k.ifPresent(shot -> asked.put("fewshot-k", "" + shot));
      return asked;
    }

    @Override
    public String fingerprint(FeatureExtractor extractor) {
      var digest =
          new Sha256()
              .add(extractor.fingerprint(learned.examples()))
              .add(extractor.fingerprint(judged.examples()));
      validation.ifPresent(set -> digest.add(extractor.fingerprint(set.examples())));
      return digest.hex();
    }

    @Override
    public RunRecord run(FeatureExtractor extractor, RunWriter writer) {
      var probe =
          new LinearProbe(
              learned.classNames(),
              normalize,
              c == null ? OptionalDouble.empty() : OptionalDouble.of(c),
              validationShare,
              k,
              run.statistics.bootstrap().seed());
      var task = new LinearProbeTask(extractor, run.statistics.bootstrap(), overlap);
      return writer.write(task.evaluate(learned, validation, judged, probe), run.plots());
    }
  }
}
