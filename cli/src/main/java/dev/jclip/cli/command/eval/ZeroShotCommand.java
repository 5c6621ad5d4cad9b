package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.data.Entry;
import dev.jclip.data.Examples;
import dev.jclip.data.LabelledSet;
import dev.jclip.data.prompt.PromptFiles;
import dev.jclip.data.prompt.PromptSet;
import dev.jclip.digest.Sha256;
import dev.jclip.error.ClipException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.report.DatasetName;
import dev.jclip.eval.report.Evaluation;
import dev.jclip.eval.report.RunRecord;
import dev.jclip.eval.report.RunWriter;
import dev.jclip.eval.task.ClassPrompts;
import dev.jclip.eval.task.ZeroShotTask;
import dev.jclip.zeroshot.PromptTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures zero-shot classification. */
@Command(
    name = "zero-shot",
    description =
        "Measures zero-shot classification: accuracy, recall of each class, calibration, effect of the prompts, and detection of images of no class.",
    mixinStandardHelpOptions = true)
final class ZeroShotCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private LabelOptions labels = new LabelOptions();
  @ArgGroup private @Nullable Prompts prompts;

  @Option(
      names = "--unknown",
      paramLabel = "DIR",
      description =
          "Folder of images that show none of the classes. Default: some classes at a time are left out, and their images take this role.")
  private @Nullable Path unknown;

  private static final class Prompts {
    @Option(
        names = "--template",
        paramLabel = "TEXT",
        description = "A sentence with {c} or {} where the class name goes; may be repeated.")
    private List<String> given = new ArrayList<>();

    @Option(
        names = "--templates",
        paramLabel = "NAME",
        description =
            "Data set, such as imagenet or cifar10, whose templates from the CLIP paper are used.")
    private @Nullable String name;

    @Option(
        names = {"--prompts", "--custom-template-file", "--custom_template_file"},
        paramLabel = "FILE",
        description =
            "File of templates, one a line or in CLIP_benchmark's JSON, or of prompts for each class (CuPL) in JSON.")
    private @Nullable Path file;

    ClassPrompts of(LabelledSet set, String dataset) {
      if (file != null) {
        return switch (PromptFiles.prompts(file, dataset, set.classNames())) {
          case PromptSet.Templates(List<String> templates) ->
              ClassPrompts.of(set.classNames(), new PromptTemplates(templates));
          case PromptSet.PerClass(Map<String, List<String>> perClass) ->
              ClassPrompts.of(set.classNames(), perClass);
        };
      }
      return ClassPrompts.of(
          set.classNames(),
          name != null ? PromptTemplates.forName(name) : new PromptTemplates(given));
    }
  }

  @Override
  public Integer call() {
    return new Runs(command, models, output, run)
        .run(RunWriter.ZERO_SHOT, dataset -> List.of(open(dataset)));
  }

  private Evaluation open(String dataset) {
    LabelledSet set = labels.open(dataset, run.splitOrUsual(), run.split().isPresent(), run, null);
    return new Asked(set, classPrompts(set, DatasetName.of(dataset)));
  }

  private ClassPrompts classPrompts(LabelledSet set, String dataset) {
    if (prompts != null) {
      return prompts.of(set, dataset);
    }
    return ClassPrompts.of(
        set.classNames(),
        set.templates().isEmpty() ? PromptTemplates.photo() : new PromptTemplates(set.templates()));
  }

  private final class Asked implements Evaluation {
    private final LabelledSet set;
    private final ClassPrompts classPrompts;

    Asked(LabelledSet set, ClassPrompts classPrompts) {
      this.set = set;
      this.classPrompts = classPrompts;
    }

    @Override
    public Map<String, String> asked() {
      var asked = new TreeMap<>(labels.asked());
      var digest = new Sha256();
      classPrompts.perClass().forEach(sentences -> digest.add(sentences.toString()));
      asked.put("prompts", digest.add(set.classNames().toString()).hex());
      if (unknown != null) {
        asked.put("unknown", unknown.toString());
      }
      return asked;
    }

    @Override
    public String fingerprint(FeatureExtractor extractor) {
      return extractor.fingerprint(set.examples());
    }

    @Override
    public RunRecord run(FeatureExtractor extractor, RunWriter writer) {
      var task = new ZeroShotTask(extractor, run.statistics.bootstrap());
      ZeroShotTask whole = unknown == null ? task : task.withUnknown(pictures(unknown));
      return writer.write(whole.evaluate(set, classPrompts), run.plots());
    }
  }

  private static Examples<Integer> pictures(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> pictures = files.filter(Files::isRegularFile).sorted().toList();
      return () -> pictures.stream().map(ZeroShotCommand::picture);
    } catch (IOException e) {
      throw new ClipException("--unknown %s: cannot be listed: %s".formatted(folder, e), e);
    }
  }

  private static Entry<Integer> picture(Path file) {
    try {
      return new Entry.Example<>(file.toString(), Files.readAllBytes(file), 0);
    } catch (IOException e) {
      return new Entry.Skipped<>(file.toString(), file + ": cannot be read: " + e);
    }
  }
}
