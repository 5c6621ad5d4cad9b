package dev.jclip.cli.command.detect;

import dev.jclip.Detector;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.image.ImageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds objects in images by words or by images of such objects. */
@Command(
    name = "detect",
    description =
        "Finds objects in images by words or by images of such objects, with a detector (OWL-ViT, OWLv2).",
    mixinStandardHelpOptions = true)
public final class DetectCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private QueryOptions queries = new QueryOptions();
  @Mixin private ChoiceOptions choice = new ChoiceOptions();
  @Mixin private FileOptions files = new FileOptions();
  @Mixin private MaskOptions masks = new MaskOptions();
  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Images: files, folders, globs, shards, tables (CSV, TSV, Parquet), or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> words = queries.words();
    DetectionOptions chosen = choice.options();
    masks.require(files.showMasks());
    ImageDecoder decoder = model.decoder();
    List<Example> examples = queries.examples(decoder);
    List<String> labels =
        Stream.concat(words.stream(), examples.stream().map(Example::label)).toList();
    var answers = new Answers(command, output);
    try (FoundListeners listeners = listeners(labels, answers);
        Detector detector = model.loadDetector(choice.setOn(model.loader(output)));
        ObjectMasks regions = masks.open(() -> model.loaderOfAnother(output), words, examples);
        StoredInputs inputs = StoredInputs.expand(paths, System.in, columns.columns());
        Progress progress = output.progress("detect", inputs.count())) {
      var search =
          new ObjectSearch(
              detector,
              Stream.concat(
                      detector.queries(words).stream(),
                      examples.stream().map(example -> example.query(detector, queries.choice())))
                  .toList(),
              chosen,
              regions);
      var job = new DetectJob(search, decoder, Math.min(model.batchSize(), DetectJob.TOGETHER));
      int code = job.run(inputs, listeners, answers, progress);
      listeners.finish();
      return code;
    }
  }

  private FoundListeners listeners(List<String> labels, Answers answers) {
    var listeners = new FoundListeners();
    try {
      listeners.add(new DetectionAnswers(answers));
      files.addTo(listeners, labels);
      masks.folder().ifPresent(folder -> listeners.add(new MaskFiles(new OutputFolder(folder))));
      return listeners;
    } catch (RuntimeException e) {
      listeners.close();
      throw e;
    }
  }
}
