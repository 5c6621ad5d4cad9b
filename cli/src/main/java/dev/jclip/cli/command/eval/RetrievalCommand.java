package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.data.CaptionedSet;
import dev.jclip.data.CaptionedSets;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.report.Evaluation;
import dev.jclip.eval.report.RunRecord;
import dev.jclip.eval.report.RunWriter;
import dev.jclip.eval.task.RetrievalTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Retrieval in both directions. */
@Command(
    name = "retrieval",
    description = "Retrieval of images by captions and of captions by images: recall at k.",
    mixinStandardHelpOptions = true)
final class RetrievalCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = {"--recall-k", "--recall_k"},
      paramLabel = "K",
      split = ",",
      arity = "1..*",
      defaultValue = "1,5,10",
      description = "The k of recall at k. Default: ${DEFAULT-VALUE}.")
  private List<Integer> ks = new ArrayList<>();

  @Mixin private CaptionColumnOptions columns = new CaptionColumnOptions();

  @Override
  public Integer call() {
    return new Runs(command, models, output, run)
        .run(RunWriter.RETRIEVAL, dataset -> List.of(new Asked(open(dataset))));
  }

  private CaptionedSet open(String dataset) {
    return CaptionedSets.open(dataset, columns.options(run));
  }

  private final class Asked implements Evaluation {
    private final CaptionedSet set;

    Asked(CaptionedSet set) {
      this.set = set;
    }

    @Override
    public Map<String, String> asked() {
      var asked = new TreeMap<String, String>();
      asked.put("recall-k", ks.toString());
      columns.caption().ifPresent(name -> asked.put("caption", name));
      return asked;
    }

    @Override
    public String fingerprint(FeatureExtractor extractor) {
      return extractor.fingerprint(set.examples());
    }

    @Override
    public RunRecord run(FeatureExtractor extractor, RunWriter writer) {
      return writer.write(
          new RetrievalTask(extractor, run.statistics.bootstrap()).evaluate(set, ks), run.plots());
    }
  }
}
