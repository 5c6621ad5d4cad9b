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

/** Linear probes. */
@Command(
    name = "linear-probe",
    description =
        "Logistic regression on image features, its strength found on a validation part; full or with k images a class.",
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
          "Data set to learn from: its training split, or all of it where it has none. Default: the evaluated one's training split, or part (--split-by).")
  private @Nullable String trainDataset;

  @Option(
      names = {"--train-split", "--train_split"},
      paramLabel = "NAME",
      description = "Part to learn from. Default: train.")
  private @Nullable String trainSplit;

  @Option(
      names = {"--val-split", "--val_split"},
      paramLabel = "NAME",
      description = "Part to find the strength by.")
  private @Nullable String validationSplit;

  @Option(
      names = {"--val-proportion", "--val_proportion"},
      paramLabel = "P",
      defaultValue = "0.2",
      description =
          "Share of the training part to find the strength by, without --val-split. Default: ${DEFAULT-VALUE}.")
  private double validationShare;

  @Option(
      names = {"--fewshot-k", "--fewshot_k"},
      paramLabel = "K",
      split = ",",
      arity = "1..*",
      description = "Training images of each class; several give one run each. Default: all.")
  private List<Integer> shots = new ArrayList<>();

  @Option(names = "--C", paramLabel = "C", description = "The strength, instead of a search.")
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
          "What becomes of training or validation images that are, byte for byte, test images too: none may be; they are left out; or they stay, as CLIP_benchmark has it. Default: ${DEFAULT-VALUE}.")
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

  /** A part of a data set; where it is not required, data without parts is read whole. */
  private record Part(String location, String name, boolean required) {}

  /** What is judged, what is learned from, and what the strength is found by where it is given. */
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
                  + " (--train-dataset names data to learn from; --split-by cuts this into parts)",
              e)
          : e;
    }
  }

  private String trainSplit() {
    return trainSplit == null ? SplitRule.TRAIN : trainSplit;
  }

  /** The sets' own names where they are the same, else all that occur, in order. */
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
