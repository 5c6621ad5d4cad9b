package dev.jclip.cli.command.ground;

import dev.jclip.Clip;
import dev.jclip.Detector;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.command.CommandParser;
import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.UtteranceJson;
import dev.jclip.grounding.command.Wording;
import dev.jclip.grounding.command.grammar.Grammar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds what an instruction means in images. */
@Command(
    name = "ground",
    description =
        "Finds the object in images that an instruction means, asks where several fit, and says where none does.",
    mixinStandardHelpOptions = true)
public final class GroundCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SentenceOptions sentences = new SentenceOptions();
  @Mixin private JudgeOptions judge = new JudgeOptions();
  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--understand",
      description = "Only print the structure of what is said; no model and no image is read.")
  private boolean understand;

  @Option(
      names = "--annotate",
      paramLabel = "DIR",
      description =
          "Write a PNG into this folder for each image and turn, with the object or what may be meant, and the answer.")
  private @Nullable Path annotate;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Images: files, folders, globs, shards, tables (CSV, TSV, Parquet), or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    requireImages();
    Calibration calibration = judge.calibration();
    Grammar grammar = Grammar.english();
    var wording = new Wording(grammar);
    List<List<Said>> conversations = sentences.conversations(new CommandParser(grammar), wording);
    var answers = new Answers(command, output);
    List<Said> all = conversations.stream().flatMap(List::stream).toList();
    int refused = refuse(all, wording, answers);
    if (understand) {
      all.forEach(said -> show(said, answers));
    }
    if (understand || refused == all.size()) {
      return ExitCode.of(all.size(), refused);
    }
    int code = ground(conversations, calibration, answers);
    return code == ExitCode.DONE && refused > 0 ? ExitCode.SKIPPED_SOME : code;
  }

  private void requireImages() {
    if (understand != paths.isEmpty()) {
      throw new IllegalArgumentException(
          understand
              ? "--understand: expected no images, found " + paths.getFirst()
              : "expected images, or --understand, found neither");
    }
  }

  /** Tells which sentences are not understood, and returns how many. */
  private int refuse(List<Said> all, Wording wording, Answers answers) {
    int count = 0;
    for (Said said : all) {
      if (said.understanding() instanceof NotUnderstood refused) {
        count++;
        if (output.json()) {
          answers.give(said.fields(refused, wording), "");
        }
        answers.warn("skipped: " + said.message(refused, wording));
      }
    }
    return count;
  }

  private static void show(Said said, Answers answers) {
    if (said.understanding() instanceof Understood understood) {
      answers.give(
          said.fields(understood),
          said.words() + "  " + UtteranceJson.write(understood.utterance()));
    }
  }

  private int ground(List<List<Said>> conversations, Calibration calibration, Answers answers) {
    if (!judge.isCalibrated()) {
      answers.note(
          "without --calibration the detector's scores are taken as probabilities; OWL's are lower, so that more is asked or said to be not visible");
    }
    try (Clip clip = model.load(output);
        Detector detector = model.loaderOfAnother(output).loadDetector(judge.detector());
        StoredInputs inputs = StoredInputs.expand(paths, System.in, columns.columns());
        Progress progress = output.progress("ground", inputs.count())) {
      return new GroundJob(
              clip,
              detector,
              calibration,
              answers,
              Optional.ofNullable(annotate).map(Annotations::new))
          .run(inputs, conversations, progress);
    }
  }
}
