package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.data.ChoiceSet;
import dev.jclip.data.ChoiceSets;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.report.DatasetName;
import dev.jclip.eval.report.Evaluation;
import dev.jclip.eval.report.RunRecord;
import dev.jclip.eval.report.RunWriter;
import dev.jclip.eval.task.SelectionTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Matching of captions and images. */
@Command(
    name = "caption-selection",
    description = "Matching of captions and images that differ in little (Winoground, SugarCrepe).",
    mixinStandardHelpOptions = true)
final class CaptionSelectionCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunOptions run = new RunOptions();

  @Override
  public Integer call() {
    if (run.split().isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          "--split %s: files of captions to choose from have no splits; name the file of the split"
              .formatted(run.split().get()));
    }
    return new Runs(command, models, output, run)
        .run(RunWriter.SELECTION, dataset -> List.of(new Asked(open(dataset))));
  }

  private ChoiceSet open(String dataset) {
    return ChoiceSets.open(Path.of(dataset), run.imageRoot().orElse(null), DatasetName.of(dataset));
  }

  private final class Asked implements Evaluation {
    private final ChoiceSet set;

    Asked(ChoiceSet set) {
      this.set = set;
    }

    @Override
    public Map<String, String> asked() {
      return Map.of();
    }

    @Override
    public String fingerprint(FeatureExtractor extractor) {
      return extractor.fingerprint(set.examples());
    }

    @Override
    public RunRecord run(FeatureExtractor extractor, RunWriter writer) {
      return writer.write(new SelectionTask(extractor, run.statistics.bootstrap()).evaluate(set));
    }
  }
}
