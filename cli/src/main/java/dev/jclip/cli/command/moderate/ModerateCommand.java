package dev.jclip.cli.command.moderate;

import dev.jclip.Clip;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.Preview;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.image.RgbImage;
import dev.jclip.moderation.decision.ExaminationOptions;
import dev.jclip.moderation.decision.Judge;
import dev.jclip.moderation.decision.Moderator;
import dev.jclip.moderation.learn.Learner;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.policy.PolicyReader;
import dev.jclip.moderation.record.RecordLog;
import dev.jclip.moderation.score.PolicyScorer;
import dev.jclip.moderation.view.Tiling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moderates images and texts by a policy. */
@Command(
    name = "moderate",
    description =
        "Judges images and texts by a policy written in plain sentences: which categories each belongs to, why, and what to do.",
    mixinStandardHelpOptions = true)
public final class ModerateCommand implements Callable<Integer> {
  private static final byte[] NO_PREVIEW = {};

  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      defaultValue = PolicyReader.DEFAULT,
      description =
          "The policy, a YAML file, or default: the one that comes with jclip. Default: ${DEFAULT-VALUE}.")
  private String policyName = PolicyReader.DEFAULT;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "Thresholds that --benign solved. Default: the policy's name with .calibration.json, if that file is there.")
  private @Nullable Path calibration;

  @Option(
      names = "--scales",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Look at tiles of so many sizes, 1 to 4, so that small objects are found; 1 is the image as a whole. Default: ${DEFAULT-VALUE}.")
  private int scales = 1;

  @Option(
      names = "--stability",
      description =
          "Say whether the decision stays the same when the image is cropped, flipped, made smaller or compressed.")
  private boolean stability;

  @Option(names = "--text", paramLabel = "TEXT", description = "A text to judge; may be repeated.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Append each decision to this file, with all that it takes to repeat it.")
  private @Nullable Path record;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "Decide again about the images of this record, without reading them, and say which decisions differ.")
  private @Nullable Path replay;

  @ArgGroup(exclusive = false)
  private @Nullable SolveOptions solve;

  @Mixin private LearnOptions learn = new LearnOptions();
  @Mixin private OutcomeOptions outcome = new OutcomeOptions();
  @Mixin private VideoOptions video = new VideoOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Images: files, folders, globs, shards, tables, or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    if (paths.isEmpty() && texts.isEmpty() && !isOtherwiseAsked()) {
      throw new IllegalArgumentException(
          "expected images, --text, --frames, --replay, --benign or --learn, found none of them");
    }
    if (video.given() && !paths.isEmpty()) {
      throw new IllegalArgumentException(
          "--frames: expected no images beside the frames, found " + paths.getFirst());
    }
    outcome.check();
    var options = new ExaminationOptions(new Tiling(scales), stability);
    Policy policy = PolicyReader.read(policyName);
    var calibrations = new Calibrations(policyName, Optional.ofNullable(calibration));
    var learned = new LearnedHeads(policyName, learn.ignored());
    try (Clip clip = model.load(output)) {
      if (solve != null) {
        return new Solving(
                clip, policy, options, columns.columns(), output, new Answers(command, output))
            .solve(solve, calibrations.file());
      }
      PolicyScorer scorer = PolicyScorer.of(policy, clip, calibrations.of(policy, clip, scales));
      if (learn.reviewed().isPresent()) {
        return new Learning(clip, new Judge(scorer), options, output, new Answers(command, output))
            .learn(learn.reviewed().get(), new Learner(learn.prevalence()), learned.file());
      }
      Judge judge = new Judge(scorer.learned(learned.of(policy, clip, scales)));
      if (replay != null) {
        return new Replay(judge, new Answers(command, output)).of(new RecordLog(replay));
      }
      return judge(
          new Moderator(clip, judge, options),
          clip,
          policy,
          calibrations.fingerprint(),
          learned.fingerprint());
    }
  }

  private boolean isOtherwiseAsked() {
    return video.given() || replay != null || solve != null || learn.reviewed().isPresent();
  }

  private int judge(
      Moderator moderator, Clip clip, Policy policy, String calibrated, String learned) {
    var printed = new Answers(command, output);
    var answers = new ModerationAnswers(printed, policy);
    texts.forEach(text -> answers.text(text, moderator.decideText(text)));
    Optional<Frames> frames = video.frames();
    Optional<HtmlReport> report = outcome.report(policy);
    try (HtmlReport _ = report.orElse(null);
        StoredInputs inputs = StoredInputs.expand(paths, System.in, columns.columns());
        Progress progress = output.progress("moderate", inputs.count())) {
      var listeners = new ArrayList<DecisionListener>();
      Optional.ofNullable(record)
          .map(
              file ->
                  new Recorder(
                      new RecordLog(file),
                      policy.fingerprint(),
                      clip.fingerprint(),
                      calibrated,
                      learned))
          .ifPresent(listeners::add);
      Optional<ActionFolders> folders = outcome.folders(clip, policy, printed);
      folders.ifPresent(listeners::add);
      report.ifPresent(listeners::add);
      listeners.add(
          frames
              .<DecisionListener>map(found -> new SceneAnswers(found, video.cutter(), answers))
              .orElse(answers));
      Function<RgbImage, byte[]> preview = report.isPresent() ? Preview::of : _ -> NO_PREVIEW;
      int code =
          new ModerationRun(clip, moderator, preview, listeners, progress)
              .decide(frames.map(found -> found.inputs().iterator()).orElse(inputs));
      return code == ExitCode.DONE && folders.map(ActionFolders::missed).orElse(0) > 0
          ? ExitCode.SKIPPED_SOME
          : code;
    }
  }
}
