package dev.jclip.cli.command.bench;

import dev.jclip.Clip;
import dev.jclip.ModelSummary;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.option.PrecisionOption;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.precision.Cosines;
import dev.jclip.tensor.start.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the model on this machine, in each precision and beside other implementations. */
@Command(
    name = "bench",
    description = {
      "Measures the model on this machine in each precision: speed, time to start, memory, and how near its embeddings are to float32's.",
      "--precision may name several: f32,bf16,int8,auto. Default: all."
    },
    mixinStandardHelpOptions = true,
    subcommands = StartupCommand.class)
public final class BenchCommand implements Callable<Integer> {
  private static final String MODEL = "model";
  private static final String PRECISION = "--precision";
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_ROUNDS = 1000;

  @Spec private CommandSpec command;

  @Mixin(name = MODEL)
  private ModelOptions model = new ModelOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  private double seconds;
  private int rounds;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Also measure files: the first 64 JPEG, PNG and WebP files of a folder, decoded, resized and encoded.")
  private @Nullable Path images;

  @Option(
      names = "--peers",
      paramLabel = "VENV",
      description =
          "Also measure the peers, in turns: the folder of a Python environment that has them.")
  private @Nullable Path peers;

  @Option(
      names = "--peers-script",
      paramLabel = "FILE",
      defaultValue = "../shared/peers/bench_peers.py",
      description = "The script that times the peers. Default: ${DEFAULT-VALUE}.")
  private Path peersScript = Path.of("");

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seconds of a turn. Default: ${DEFAULT-VALUE}.")
  void setSeconds(double value) {
    if (!(value > 0 && value <= MOST_SECONDS)) {
      throw new ParameterException(
          command.commandLine(),
          "--seconds: expected more than 0 and at most %d, found %s"
              .formatted(MOST_SECONDS, value));
    }
    seconds = value;
  }

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Turns of each precision and peer in each case; figures are medians over them. Default: ${DEFAULT-VALUE}.")
  void setRounds(int value) {
    if (value < 1 || value > MOST_ROUNDS) {
      throw new ParameterException(
          command.commandLine(),
          "--rounds: expected 1 to %d, found %d".formatted(MOST_ROUNDS, value));
    }
    rounds = value;
  }

  @Override
  public Integer call() {
    ModelSummary summary =
        model.loader(output, PrecisionOption.F32).inspect(model.resolve(output).toString());
    Optional<Peers> others =
        Optional.ofNullable(peers)
            .map(
                folder ->
                    Peers.of(
                        folder,
                        peersScript,
                        summary.architecture(),
                        Engine.threads(),
                        Optional.ofNullable(images)));
    Workload workload = Workload.of(Optional.ofNullable(images));
    List<PrecisionOption> precisions =
        model.precisions().isEmpty() ? List.of(PrecisionOption.values()) : model.precisions();
    long steps = precisions.size() + (long) rounds * Case.values().length;
    try (Progress progress = output.progress("bench", steps);
        var subjects = new Subjects()) {
      Embedded exact = embedExactly(workload);
      for (PrecisionOption precision : precisions) {
        progress.note("start with " + precision);
        Startup startup = startup(precision);
        subjects.add(Subject.of(precision, startup, load(precision), workload));
        progress.advance(1);
      }
      takeTurns(subjects, progress);
      List<Duel> duels =
          others
              .map(
                  script ->
                      script.takeTurns(
                          subjects.all(),
                          new Peers.Pace(rounds, seconds),
                          peer -> progress.note("beside " + peer)))
              .orElse(List.of());
      var answers = new Answers(command, output);
      giveSetting(summary, answers);
      give(results(subjects, workload, exact), Result.TABLE, answers);
      give(comparisons(duels), Comparison.TABLE, answers);
    }
    return ExitCode.DONE;
  }

  private Startup startup(PrecisionOption precision) {
    var arguments = new ArrayList<String>(List.of(command.name(), "startup", "--json"));
    for (OptionSpec option : Objects.requireNonNull(command.mixins().get(MODEL)).options()) {
      if (!option.longestName().equals(PRECISION)) {
        option
            .originalStringValues()
            .forEach(value -> arguments.add(option.longestName() + "=" + value));
      }
    }
    arguments.add(PRECISION + "=" + precision);
    return Startup.parse(
        ChildProcess.jclip(command.root().userObject().getClass(), arguments).getLast());
  }

  /** Captions that are longer than the model's context are cut without a word. */
  private Clip load(PrecisionOption precision) {
    return model.load(model.name(), model.loader(output, precision).onTruncation(_ -> {}));
  }

  private Embedded embedExactly(Workload workload) {
    try (Clip clip = load(PrecisionOption.F32)) {
      return Embedded.by(clip, workload);
    }
  }

  private void takeTurns(Subjects subjects, Progress progress) {
    for (int round = 1; round <= rounds; round++) {
      for (Case timed : Case.values()) {
        progress.note("round %d, %s".formatted(round, timed.title()));
        subjects
            .all()
            .forEach(subject -> subject.times(timed).ifPresent(times -> times.addTurn(seconds)));
        progress.advance(1);
      }
    }
  }

  private List<Map<String, Object>> results(Subjects subjects, Workload workload, Embedded exact) {
    return subjects.all().stream()
        .map(
            subject -> {
              Embedded embedded = Embedded.by(subject.clip(), workload);
              return new Result(
                      subject.precision().toString(),
                      subject.clip().precision(TowerPart.IMAGE),
                      subject.clip().precision(TowerPart.TEXT),
                      subject.times(),
                      subject.startup(),
                      Cosines.of(embedded.images(), exact.images()),
                      Cosines.of(embedded.texts(), exact.texts()))
                  .fields();
            })
        .toList();
  }

  private static List<Map<String, Object>> comparisons(List<Duel> duels) {
    return Comparison.of(duels).stream().map(Comparison::fields).toList();
  }

  private void giveSetting(ModelSummary summary, Answers answers) {
    Machine machine = Machine.here();
    String architecture = summary.architecture().orElse("custom");
    long parameters = summary.imageParameters() + summary.textParameters();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", "setting");
    fields.putAll(machine.fields());
    fields.put("threads", Engine.threads());
    fields.put("model", model.name());
    fields.put("architecture", architecture);
    fields.put("parameters", parameters);
    answers.give(
        fields,
        "%s%n%s: %s, %.1f M parameters, %d threads"
            .formatted(
                machine.rows(), model.name(), architecture, parameters / 1e6, Engine.threads()));
  }

  private static void give(List<Map<String, Object>> rows, Table table, Answers answers) {
    String above = "%n%s%n".formatted(table.heading());
    for (Map<String, Object> row : rows) {
      answers.give(row, above + table.row(row));
      above = "";
    }
  }
}
