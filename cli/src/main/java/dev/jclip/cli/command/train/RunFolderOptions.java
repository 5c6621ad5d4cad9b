package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.error.CheckpointException;
import dev.jclip.train.checkpoint.CheckpointStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run leaves behind, and from what it goes on. */
@OptionSection("Folder of the run")
final class RunFolderOptions {
  private static final String LATEST = "latest";

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      defaultValue = "logs",
      description = "Folder of all runs. Default: ${DEFAULT-VALUE}.")
  private Path logs = Path.of("logs");

  @Option(names = "--name", paramLabel = "NAME", description = "Of the run. Default: the time.")
  private @Nullable String name;

  @Option(
      names = "--resume",
      paramLabel = "latest|CHECKPOINT",
      description =
          "Go on from a checkpoint of a run, with its options where none is given; latest is the last one of --name.")
  private @Nullable String resume;

  @Option(
      names = "--change",
      description = "Go on with another schedule, batch or other data than before.")
  private boolean change;

  @Option(
      names = "--save-frequency",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Epochs from one checkpoint to the next; 0: only at the end. Default: ${DEFAULT-VALUE}.")
  private double saveFrequency;

  @Option(
      names = "--save-every",
      paramLabel = "N",
      description = "Steps from one checkpoint to the next, instead of --save-frequency.")
  private @Nullable Long saveEvery;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many checkpoints stay. Default: ${DEFAULT-VALUE}.")
  private int kept;

  @Option(
      names = "--delete-previous-checkpoint",
      negatable = true,
      description = "Only the last checkpoint stays, as with --keep-checkpoints 1.")
  private boolean onlyLast;

  @Option(
      names = "--val-frequency",
      paramLabel = "N",
      description = "Epochs from one evaluation to the next; 0: only at the end. Default: 1.")
  private @Nullable Double valFrequency;

  @Option(
      names = "--zeroshot-frequency",
      paramLabel = "N",
      description =
          "The same of the classes of --zeroshot-label; they are evaluated together, as often as the more frequent one asks for.")
  private @Nullable Double zeroShotFrequency;

  @Option(
      names = "--val-every",
      paramLabel = "N",
      description = "Steps from one evaluation to the next, instead of --val-frequency.")
  private @Nullable Long valEvery;

  @Option(
      names = "--log-every-n-steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps from one line on the terminal to the next. Default: ${DEFAULT-VALUE}.")
  private long logEvery;

  /** The run's folder, as chosen first. */
  private @Nullable Path folder;

  Path folder() {
    Path chosen = folder;
    if (chosen == null) {
      if ("none".equalsIgnoreCase(logs.toString())) {
        throw new IllegalArgumentException(
            "--logs: expected a folder, found None; a run keeps its checkpoints and its model there");
      }
      chosen = logs.resolve(name != null ? name : timestamp());
      folder = chosen;
    }
    return chosen;
  }

  private static String timestamp() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss"));
  }

  /** The checkpoint from which to go on, if so it shall be. */
  Optional<Path> resumed() {
    Optional<Path> last = new CheckpointStore(folder().resolve("checkpoints"), kept).latest();
    if (resume == null) {
      if (last.isPresent()) {
        throw new IllegalArgumentException(
            "%s holds a run already, up to %s; go on with --resume latest, or choose another --name"
                .formatted(folder(), last.get().getFileName()));
      }
      return Optional.empty();
    }
    if (!resume.equals(LATEST)) {
      Path checkpoint = Path.of(resume);
      if (Files.isRegularFile(checkpoint)) {
        throw new CheckpointException(
            "--resume %s: expected a folder step-N that jclip wrote, found a file; to train on from its weights, name it with --pretrained"
                .formatted(checkpoint));
      }
      return Optional.of(checkpoint).filter(Files::isDirectory).or(RunFolderOptions::missing);
    }
    return last.or(RunFolderOptions::missing);
  }

  /** The folder of the run that a checkpoint is of. */
  Path runOf(Path checkpoint) {
    Path checkpoints = checkpoint.toAbsolutePath().normalize().getParent();
    Path run = checkpoints == null ? null : checkpoints.getParent();
    return LATEST.equals(resume) || run == null ? folder() : run;
  }

  boolean changes() {
    return change;
  }

  /** The options by which the run is found again. */
  String identity() {
    String where = logs.equals(Path.of("logs")) ? "" : "--logs " + logs + " ";
    return where + "--name " + folder().getFileName();
  }

  private static Optional<Path> missing() {
    throw new CheckpointException(
        "--resume: no checkpoint there; expected latest with the --logs and --name of a run that has one, or a folder step-N");
  }

  int kept() {
    return onlyLast ? 1 : kept;
  }

  long checkpointEvery(long stepsPerEpoch) {
    return saveEvery != null ? saveEvery : steps(saveFrequency, stepsPerEpoch);
  }

  long evaluateEvery(long stepsPerEpoch) {
    if (valEvery != null) {
      return valEvery;
    }
    if (valFrequency == null && zeroShotFrequency == null) {
      return steps(1, stepsPerEpoch);
    }
    return Stream.of(valFrequency, zeroShotFrequency)
        .filter(Objects::nonNull)
        .mapToLong(epochs -> steps(epochs, stepsPerEpoch))
        .min()
        .orElseThrow();
  }

  private static long steps(double epochs, long stepsPerEpoch) {
    return epochs <= 0 ? Long.MAX_VALUE : Math.max(1, Math.round(epochs * stepsPerEpoch));
  }

  long logEvery() {
    return Math.max(1, logEvery);
  }
}
