package dev.jclip.cli.command.train;

import dev.jclip.error.CheckpointException;
import dev.jclip.train.checkpoint.CheckpointStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run leaves behind, and from what it goes on. */
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
      description = "Go on from a checkpoint of a run; latest is the last one of --name.")
  private @Nullable String resume;

  @Option(
      names = "--save-frequency",
      paramLabel = "N",
      defaultValue = "1",
      description = "Epochs from one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
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
      names = {"--val-frequency", "--zeroshot-frequency"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Epochs from one evaluation to the next. Default: ${DEFAULT-VALUE}.")
  private double valFrequency;

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
      return Optional.of(Path.of(resume)).filter(Files::isDirectory).or(RunFolderOptions::missing);
    }
    return last.or(RunFolderOptions::missing);
  }

  private static Optional<Path> missing() {
    throw new CheckpointException(
        "--resume: no checkpoint there; expected latest with the --logs and --name of a run that has one, or a folder step-N");
  }

  int kept() {
    return kept;
  }

  long checkpointEvery(long stepsPerEpoch) {
    return saveEvery != null ? saveEvery : steps(saveFrequency, stepsPerEpoch);
  }

  long evaluateEvery(long stepsPerEpoch) {
    return valEvery != null ? valEvery : steps(valFrequency, stepsPerEpoch);
  }

  private static long steps(double epochs, long stepsPerEpoch) {
    return Math.max(1, Math.round(epochs * stepsPerEpoch));
  }

  long logEvery() {
    return Math.max(1, logEvery);
  }
}
