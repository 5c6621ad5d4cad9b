package dev.jclip.cli.command.train;

import dev.jclip.Clip;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.data.CaptionedOptions;
import dev.jclip.data.CaptionedSet;
import dev.jclip.data.CaptionedSets;
import dev.jclip.data.LabelledOptions;
import dev.jclip.data.LabelledSet;
import dev.jclip.data.LabelledSets;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.FeatureListener;
import dev.jclip.eval.feature.FeatureModel;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.task.ClassPrompts;
import dev.jclip.eval.task.RetrievalTask;
import dev.jclip.eval.task.ZeroShotTask;
import dev.jclip.train.loop.Evaluator;
import dev.jclip.zeroshot.PromptTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** By what the model is judged while it is trained. */
@OptionSection("Validation")
final class ValidationOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ValidationOptions.class);
  private static final List<Integer> KS = List.of(1, 5, 10);
  private static final int BATCH_SIZE = 64;

  /** Intervals are not shown here. */
  private static final BootstrapOptions FEWEST = new BootstrapOptions(100, 0.95, 0);

  @Option(
      names = "--val-data",
      paramLabel = "DATA",
      description = "Images with captions, by which recall at 1, 5 and 10 is measured.")
  private @Nullable String valData;

  @Option(
      names = "--zeroshot-label",
      paramLabel = "NAME",
      description =
          "An attribute, column or member of --val-data whose values are classes to be told by prompts; may be repeated.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--zeroshot-template",
      paramLabel = "TEXT",
      description =
          "A prompt with {} where the class goes; may be repeated. Default: a photo of {}.")
  private List<String> templates = new ArrayList<>();

  /** Opens the data, so that what is wrong with it is said before training begins. */
  Optional<Evaluator> evaluator() {
    if (valData == null) {
      if (!labels.isEmpty()) {
        throw new IllegalArgumentException("--zeroshot-label: expected --val-data with it");
      }
      return Optional.empty();
    }
    CaptionedSet captioned = CaptionedSets.open(valData, CaptionedOptions.defaults());
    var labelled = new LinkedHashMap<String, LabelledSet>();
    for (String label : labels) {
      labelled.put(label, LabelledSets.open(valData, LabelledOptions.defaults().withLabel(label)));
    }
    return Optional.of(model -> evaluate(model, captioned, labelled));
  }

  private Map<String, Double> evaluate(
      Path model, CaptionedSet captioned, Map<String, LabelledSet> labelled) {
    var figures = new LinkedHashMap<String, Double>();
    Path features = temporaryFolder();
    var cut = new AtomicInteger();
    try (Clip clip = Clip.loader().onTruncation(_ -> cut.incrementAndGet()).load(model)) {
      var extractor =
          new FeatureExtractor(FeatureModel.of(clip), features, BATCH_SIZE, FeatureListener.NONE);
      add(figures, "", new RetrievalTask(extractor, FEWEST).evaluate(captioned, KS).figures());
      labelled.forEach(
          (label, set) ->
              add(
                  figures,
                  label + "/",
                  new ZeroShotTask(extractor, FEWEST).evaluate(set, prompts(set)).figures()));
      if (cut.get() > 0) {
        LOG.warn(
            "{} texts of the validation data are cut to the model's {} tokens",
            cut,
            clip.config().text().contextLength());
      }
      return figures;
    } finally {
      delete(features);
    }
  }

  private static void add(Map<String, Double> figures, String prefix, List<Figure> measured) {
    measured.forEach(figure -> figures.put(prefix + figure.name(), figure.value()));
  }

  private ClassPrompts prompts(LabelledSet set) {
    return ClassPrompts.of(
        set.classNames(),
        templates.isEmpty() ? PromptTemplates.photo() : new PromptTemplates(templates));
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("jclip-validation-");
    } catch (IOException e) {
      throw new DataException("no temporary folder for features: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException _) {
      // the system clears temporary folders
    }
  }
}
