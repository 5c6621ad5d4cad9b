package dev.jclip.cli.command.eval;

import dev.jclip.Clip;
import dev.jclip.cli.option.DecodingOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.data.CaptionedSets;
import dev.jclip.data.DescribedSet;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.report.Evaluation;
import dev.jclip.eval.report.RunRecord;
import dev.jclip.eval.report.RunWriter;
import dev.jclip.eval.task.CaptionReader;
import dev.jclip.eval.task.CaptionTask;
import dev.jclip.eval.task.KnownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Captions against those of people, against images, and against what is known of these. */
@Command(
    name = "caption",
    description =
        "Captions that models generate or files hold: BLEU, ROUGE-L, CIDEr, CLIPScore, and things mentioned that are not there.",
    mixinStandardHelpOptions = true)
final class CaptionEvalCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private DecodingOptions decoding = new DecodingOptions();
  @Mixin private CaptionColumnOptions columns = new CaptionColumnOptions();

  @Option(
      names = "--candidates",
      paramLabel = "FILE",
      description =
          "Evaluate the captions of this file, CSV or JSON lines with image and caption, such as jclip caption --json prints, and generate none.")
  private List<String> candidates = new ArrayList<>();

  @Option(
      names = "--judge",
      paramLabel = "MODEL",
      description = "The model whose similarities CLIPScore is made of. Default: --model.")
  private @Nullable String judge;

  @Option(
      names = "--objects",
      paramLabel = "NAME",
      defaultValue = "objects",
      description =
          "Field of the data set's JSON with the things that an image shows: a name, names, or objects with name and colour. Default: ${DEFAULT-VALUE}.")
  private String objects = "objects";

  @Option(
      names = "--relations",
      paramLabel = "NAME",
      defaultValue = "relations",
      description =
          "Field of the data set's JSON with relations between the things: subject, relation, object. Default: ${DEFAULT-VALUE}.")
  private String relations = "relations";

  @Option(
      names = "--colour",
      paramLabel = "NAME",
      defaultValue = "colour",
      description =
          "Field of the data set's JSON with the colour of things that have none of their own. Default: ${DEFAULT-VALUE}.")
  private String colour = "colour";

  @Option(
      names = "--mentions",
      paramLabel = "all|known",
      defaultValue = "all",
      description =
          "Which mentioned things are counted: all of jclip's vocabulary and the data set's names, or those alone that the data set has somewhere, as CHAIR does. Default: ${DEFAULT-VALUE}.")
  private Counted mentions = Counted.ALL;

  /** Which mentioned things are counted. */
  private enum Counted {
    ALL,
    KNOWN;

    CaptionReader reader(Set<String> names) {
      return switch (this) {
        case ALL -> EnglishCaptions.knowing(names);
        case KNOWN -> EnglishCaptions.only(names);
      };
    }
  }

  @Override
  public Integer call() {
    var runs = new Runs(command, models, output, run);
    if (candidates.isEmpty() && judge == null) {
      return evaluate(runs, models.names(), generated(runs), Optional.empty());
    }
    try (Clip judging = runs.load(judge == null ? models.name() : judge)) {
      return candidates.isEmpty()
          ? evaluate(runs, models.names(), generated(runs), Optional.of(judging))
          : evaluate(runs, candidates, new CandidateFiles(judging), Optional.empty());
    }
  }

  private CaptionSubject generated(Runs runs) {
    return new GeneratedCaptions(runs::load, decoding, output);
  }

  /**
   * Evaluates all subjects.
   *
   * @param judging what judges captions, if it is another model than the one that is evaluated
   */
  private int evaluate(
      Runs runs, List<String> names, CaptionSubject subject, Optional<Clip> judging) {
    return runs.run(
        RunWriter.CAPTIONING,
        names,
        subject,
        dataset -> List.of(new Asked(open(dataset), subject, judging.map(runs::extractor))));
  }

  private DescribedSet open(String dataset) {
    return CaptionedSets.openDescribed(dataset, columns.options(run), fields().names());
  }

  private KnownFields fields() {
    return new KnownFields(objects, relations, colour);
  }

  private final class Asked implements Evaluation {
    private final DescribedSet set;
    private final CaptionSubject subject;
    private final Optional<FeatureExtractor> judging;

    Asked(DescribedSet set, CaptionSubject subject, Optional<FeatureExtractor> judging) {
      this.set = set;
      this.subject = subject;
      this.judging = judging;
    }

    @Override
    public Map<String, String> asked() {
      var asked = new TreeMap<>(subject.asked());
      asked.put("objects", objects);
      asked.put("relations", relations);
      asked.put("colour", colour);
      asked.put("mentions", mentions.name());
      judging.ifPresent(other -> asked.put("judge", other.model().fingerprint()));
      columns.caption().ifPresent(name -> asked.put("caption", name));
      return asked;
    }

    @Override
    public String fingerprint(FeatureExtractor extractor) {
      return extractor.fingerprint(set.examples());
    }

    @Override
    public RunRecord run(FeatureExtractor extractor, RunWriter writer) {
      var task =
          new CaptionTask(
              judging.orElse(extractor), run.statistics.bootstrap(), fields(), mentions::reader);
      return writer.write(task.evaluate(set, subject.captions()));
    }
  }
}
