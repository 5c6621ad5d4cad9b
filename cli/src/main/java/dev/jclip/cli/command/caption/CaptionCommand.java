package dev.jclip.cli.command.caption;

import dev.jclip.Captioner;
import dev.jclip.Captioner.Caption;
import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ImageException;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes images in words. */
@Command(
    name = "caption",
    description = "Describes images in words, by a model with a caption decoder (CoCa).",
    mixinStandardHelpOptions = true)
public final class CaptionCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SearchOptions search = new SearchOptions();
  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Images: files, folders, globs, shards, tables (CSV, TSV, Parquet), or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    GenerationOptions options = search.options();
    try (StoredInputs inputs = StoredInputs.expand(paths, System.in, columns.columns());
        Clip clip = model.load(output)) {
      Captioner captioner = clip.captioner(options);
      try (Progress progress = output.progress("caption", inputs.count())) {
        var printed = new Printed(new Answers(command, output), progress);
        captioner.captions(inputs, input -> decode(clip, input), printed);
        return ExitCode.of(printed.images, printed.failed);
      }
    }
  }

  private static RgbImage decode(Clip clip, Input input) {
    return switch (input) {
      case Input.Picture picture -> clip.decode(picture.file());
      case Input.Stored stored -> clip.decode(stored.content().get(), stored.name());
      case Input.Nothing nothing -> throw new ImageException(nothing.reason());
    };
  }

  /** An answer for each image. */
  private static final class Printed implements Captioner.Receiver<Input> {
    private final Answers answers;
    private final Progress progress;
    private int images;
    private int failed;

    Printed(Answers answers, Progress progress) {
      this.answers = answers;
      this.progress = progress;
    }

    @Override
    public void captioned(Input input, List<Caption> captions) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("input", input.name());
      fields.put("captions", captions.stream().map(Printed::fields).toList());
      String rows =
          String.join(
              System.lineSeparator(),
              captions.stream().map(caption -> input.name() + "  " + caption.text()).toList());
      answers.give(fields, rows);
      advance();
    }

    private static Map<String, Object> fields(Caption caption) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("text", caption.text());
      fields.put("logProbability", caption.logProbability());
      fields.put("complete", caption.complete());
      return fields;
    }

    @Override
    public void failed(Input input, ImageException reason) {
      failed++;
      answers.skip("input", input.name(), String.valueOf(reason.getMessage()));
      advance();
    }

    private void advance() {
      images++;
      progress.advance(1);
    }
  }
}
