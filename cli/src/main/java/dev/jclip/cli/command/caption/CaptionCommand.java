package dev.jclip.cli.command.caption;

import dev.jclip.Captioner;
import dev.jclip.Captioner.Caption;
import dev.jclip.Clip;
import dev.jclip.captioning.claim.ClaimChecker;
import dev.jclip.captioning.claim.ClaimParser;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.data.CaptionedOptions;
import dev.jclip.data.CaptionedSets;
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
    description =
        "Describes images in words, by a model with a caption decoder (CoCa), and compares captions with their images.",
    mixinStandardHelpOptions = true)
public final class CaptionCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SearchOptions search = new SearchOptions();
  @Mixin private ColumnOptions columns = new ColumnOptions();
  @Mixin private CheckOptions check = new CheckOptions();
  @Mixin private AltTextOptions altText = new AltTextOptions();
  @Mixin private SiteOptions site = new SiteOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Images: files, folders, globs, shards, tables (CSV, TSV, Parquet), or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    requireOneJob();
    GenerationOptions options = search.options();
    var answers = new Answers(command, output);
    if (site.apply().isPresent()) {
      return new SiteJob(site.folder().orElseThrow(), answers).apply(site.apply().get());
    }
    try (Clip clip = model.load(output)) {
      if (check.given().isPresent()) {
        return given(clip, check.given().get(), answers);
      }
      Captioner captioner = search.captioner(clip, options);
      if (site.folder().isPresent()) {
        return new SiteJob(site.folder().get(), answers)
            .propose(
                new SiteDescriber(clip, captioner, checks(clip), altText.reader()),
                clip::decode,
                site);
      }
      return check.checks() || altText.isUsed()
          ? checked(clip, captioner, answers)
          : plain(clip, captioner, answers);
    }
  }

  private void requireOneJob() {
    check.require();
    site.require();
    altText.require();
    boolean isOther = check.given().isPresent() || site.folder().isPresent();
    if (paths.isEmpty() != isOther) {
      throw new IllegalArgumentException(
          isOther
              ? "expected images, --given or --html, found several of them"
              : "expected images, --given or --html, found none of them");
    }
    if (check.given().isPresent() && (altText.purpose().isPresent() || altText.reads())) {
      throw new IllegalArgumentException(
          "--for, --ocr: expected images to describe, found --given, whose captions stay as they are");
    }
    if (site.folder().isPresent() && altText.purpose().orElse(Purpose.ALT) != Purpose.ALT) {
      throw new IllegalArgumentException(
          "--html: expected --for alt, the only text that a page has for an image, found another");
    }
    if (check.given().isPresent() && site.folder().isPresent()) {
      throw new IllegalArgumentException("expected --given or --html, found both");
    }
  }

  private int given(Clip clip, String location, Answers answers) {
    var captions =
        new GivenCaptions(clip, CaptionedSets.open(location, CaptionedOptions.defaults()), answers);
    return check.measured().isPresent()
        ? captions.measure(check.measured().get(), check.loss())
        : captions.check(check.calibration(clip));
  }

  private CaptionChecks checks(Clip clip) {
    return new CaptionChecks(
        new ClaimChecker(clip, ClaimParser.english(), check.calibration(clip)));
  }

  private int plain(Clip clip, Captioner captioner, Answers answers) {
    try (StoredInputs inputs = StoredInputs.expand(paths, System.in, columns.columns());
        Progress progress = output.progress("caption", inputs.count())) {
      var printed = new Printed(answers, progress);
      captioner.captions(inputs, input -> decode(clip, input), printed);
      return ExitCode.of(printed.images, printed.failed);
    }
  }

  private int checked(Clip clip, Captioner captioner, Answers answers) {
    try (StoredInputs inputs = StoredInputs.expand(paths, System.in, columns.columns());
        Progress progress = output.progress("caption", inputs.count())) {
      return new CheckedJob(clip, checks(clip), altText, answers, progress).run(captioner, inputs);
    }
  }

  private static RgbImage decode(Clip clip, Input input) {
    return clip.decode(input.content(), input.name());
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
