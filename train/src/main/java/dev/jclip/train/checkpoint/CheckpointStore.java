package dev.jclip.train.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.error.ClipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run. Each is a folder, which gets its name only when all its files are
 * complete and on disk. Not thread-safe.
 */
public final class CheckpointStore {
  private static final Pattern NAME = Pattern.compile("step-(\\d+)");
  private static final String INCOMPLETE = ".incomplete-";

  private final Path folder;
  private final int kept;

  /**
   * Makes a store of checkpoints.
   *
   * @param folder the folder of all checkpoints; {@link #save} creates it if it does not exist
   * @param kept the number of checkpoints to keep, 1 or more. Each {@link #save} deletes the oldest
   *     ones beyond this number after the new checkpoint is complete
   * @throws IllegalArgumentException if {@code kept} is below 1
   */
  public CheckpointStore(Path folder, int kept) {
    if (kept < 1) {
      throw new IllegalArgumentException("kept: expected 1 or more, found " + kept);
    }
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * Returns the folder of the complete checkpoint with the highest step, if there is one.
   *
   * @throws CheckpointException if the folder of checkpoints cannot be listed
   */
  public Optional<Path> latest() {
    List<Path> complete = complete();
    return complete.isEmpty() ? Optional.empty() : Optional.of(complete.getLast());
  }

  /**
   * Writes a checkpoint.
   *
   * @param step the number of steps that the run has taken
   * @param content writes the files of the checkpoint into the empty folder that it is given
   * @return the folder of the new checkpoint
   * @throws CheckpointException if the checkpoint cannot be written; earlier ones stay as they were
   */
  public Path save(long step, Consumer<Path> content) {
    Path target = folder.resolve("step-%08d".formatted(step));
    Path incomplete = folder.resolve(INCOMPLETE + target.getFileName());
    try {
      delete(incomplete);
      Files.createDirectories(incomplete);
      content.accept(incomplete);
      force(incomplete);
      delete(target);
      Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
      deleteOld();
      return target;
    } catch (IOException | UncheckedIOException | ClipException e) {
      deleteIfPossible(incomplete);
      throw new CheckpointException(
          "%s: the checkpoint cannot be written: %s; %s"
              .formatted(
                  target,
                  e.getMessage(),
                  latest()
                      .map(last -> "the last complete one is " + last)
                      .orElse("there is no complete checkpoint yet")),
          e);
    }
  }

  private List<Path> complete() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> NAME.matcher(entry.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(CheckpointStore::step))
          .toList();
    } catch (IOException e) {
      throw new CheckpointException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static long step(Path checkpoint) {
    Matcher name = NAME.matcher(checkpoint.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  private void deleteOld() throws IOException {
    List<Path> complete = complete();
    for (Path old : complete.subList(0, Math.max(0, complete.size() - kept))) {
      // Renamed first, so that a folder that is only half deleted is not taken for a checkpoint.
      Path gone = folder.resolve(INCOMPLETE + old.getFileName());
      Files.move(old, gone, StandardCopyOption.ATOMIC_MOVE);
      delete(gone);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }

  private static void deleteIfPossible(Path tree) {
    try {
      delete(tree);
    } catch (IOException _) {
      // The next save of this step tries again to delete the folder.
    }
  }

  /** Writes the names in a folder to the disk, if the operating system allows it. */
  private static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Some operating systems cannot open a folder.
    }
  }
}
