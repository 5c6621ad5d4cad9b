package dev.jclip.cli.command;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.input.Pictures;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.embed.ScoreKind;
import dev.jclip.io.ComposedText;
import dev.jclip.io.TextFile;
import dev.jclip.zeroshot.LabelScore;
import dev.jclip.zeroshot.PromptLinter;
import dev.jclip.zeroshot.PromptTemplates;
import dev.jclip.zeroshot.PromptWarning;
import dev.jclip.zeroshot.ZeroShotClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Classifies images by labels that were never trained on. */
@Command(
    name = "classify",
    description = "Says which of the labels fits each image, best first.",
    mixinStandardHelpOptions = true)
public final class ClassifyCommand implements Callable<Integer> {
  private static final int SHOWN_LABELS = 5;
  private static final int SHOWN_WARNINGS = 5;

  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @ArgGroup(multiplicity = "1")
  private Labels labels = new Labels();

  @ArgGroup private @Nullable Templates templates;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Images: files, folders, globs, or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  private static final class Labels {
    @Option(
        names = "--labels",
        paramLabel = "A,B,C",
        description = "The labels, with commas between them.")
    private @Nullable String list;

    @Option(names = "--labels-file", paramLabel = "FILE", description = "The labels, one a line.")
    private @Nullable Path file;

    List<String> all() {
      return file != null
          ? checked("--labels-file " + file, TextFile.items(file))
          : checked("--labels", Arrays.asList((list == null ? "" : list).split(",", -1)));
    }

    /** What the classifier would refuse, before a model is loaded or downloaded for it. */
    private static List<String> checked(String source, List<String> given) {
      var labels = new LinkedHashSet<String>();
      var composed = new HashSet<String>();
      for (String label : given) {
        if (label.isBlank()) {
          throw new IllegalArgumentException(
              source + ": expected labels with commas between them, found an empty one");
        }
        if (!composed.add(ComposedText.of(label.strip()))) {
          throw new IllegalArgumentException(
              "%s: expected each label once, found \"%s\" twice; remove one"
                  .formatted(source, label.strip()));
        }
        labels.add(label.strip());
      }
      if (labels.isEmpty()) {
        throw new IllegalArgumentException(source + ": expected one label a line, found none");
      }
      return List.copyOf(labels);
    }
  }

  private static final class Templates {
    @Option(
        names = "--template",
        paramLabel = "TEXT",
        description =
            "A sentence with {} where the label goes; may be repeated, then embeddings are averaged.")
    private List<String> given = new ArrayList<>();

    @Option(
        names = "--templates",
        paramLabel = "NAME",
        description = "The paper's templates for a data set, such as imagenet or cifar10.")
    private @Nullable String name;

    PromptTemplates all() {
      return name != null ? PromptTemplates.forName(name) : new PromptTemplates(given);
    }
  }

  @Override
  public Integer call() {
    PromptTemplates prompts = templates == null ? PromptTemplates.photo() : templates.all();
    List<String> names = labels.all();
    List<Input> pictures = Inputs.expand(paths, System.in);
    var answers = new Answers(command, output);
    try (Clip clip = model.load(output)) {
      ZeroShotClassifier classifier = clip.classifier(names, prompts);
      if (output.warns()) {
        warn(classifier);
      }
      try (Progress progress = output.progress("classify", pictures.size())) {
        int failed = new Pictures(clip).encode(pictures, progress, receiver(classifier, answers));
        return ExitCode.of(pictures.size(), failed);
      }
    }
  }

  /** Cut prompts were reported when the labels were embedded. */
  private static void warn(ZeroShotClassifier classifier) {
    List<PromptWarning> alike = PromptLinter.nearDuplicates(classifier);
    Logger log = LoggerFactory.getLogger(ClassifyCommand.class);
    if (classifier.labels().size() == 1 && classifier.scoreKind() == ScoreKind.SOFTMAX) {
      log.warn(
          "with one label its probability is always 100 %, whatever an image shows: probabilities compare labels; add others, such as what else the images may show, or compare similarities");
    }
    alike.stream().limit(SHOWN_WARNINGS).forEach(warning -> log.warn(warning.message()));
    if (alike.size() > SHOWN_WARNINGS) {
      log.warn("{} more pairs of labels are nearly the same", alike.size() - SHOWN_WARNINGS);
    }
  }

  private static Pictures.Receiver receiver(ZeroShotClassifier classifier, Answers answers) {
    return new Pictures.Receiver() {
      @Override
      public void embedded(String name, float[] embedding) {
        List<LabelScore> scores = classifier.classify(embedding);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("input", name);
        fields.put("labels", scores);
        if (classifier.scoreKind() == ScoreKind.SIGMOID) {
          fields.put("scores", "sigmoid");
        }
        answers.give(fields, name + remark(classifier.scoreKind()) + "\n" + table(scores));
      }

      @Override
      public void failed(String name, String reason) {
        answers.skip("input", name, reason);
      }
    };
  }

  /** People take percentages for parts of a whole, so those that are not are named as such. */
  private static String remark(ScoreKind kind) {
    return switch (kind) {
      case SOFTMAX -> "";
      case SIGMOID -> "  (each label is scored by itself, by the sigmoid)";
    };
  }

  private static String table(List<LabelScore> scores) {
    return scores.stream()
        .limit(SHOWN_LABELS)
        .map(
            score ->
                String.format(
                    Locale.ROOT,
                    "  %s %%  %s  (similarity %.4f)",
                    percent(score.probability()),
                    score.label(),
                    score.similarity()))
        .collect(Collectors.joining("\n"));
  }

  /** Neither a softmax nor a sigmoid is ever 0, so a small probability is not printed as 0. */
  private static String percent(double probability) {
    return probability < 0.0001 ? "< 0.01" : String.format(Locale.ROOT, "%6.2f", 100 * probability);
  }
}
