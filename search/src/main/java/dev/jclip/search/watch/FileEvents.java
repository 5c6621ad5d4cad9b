package dev.jclip.search.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.jclip.image.file.ImageFiles;
import dev.jclip.search.source.WatchedPlaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file system tells of changes. A burst of them is one, which is over when nothing has changed
 * for a moment. From time to time the sources are looked at although nothing was told, since what
 * links lead to may change unseen.
 */
final class FileEvents implements Changes {
  private static final Logger LOG = LoggerFactory.getLogger(FileEvents.class);

  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration LONGEST_BURST = Duration.ofSeconds(2);

  private final WatchedPlaces places;
  private final WatchService service;
  private final Duration longest;
  private final Changes otherwise;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private boolean areLost;

  /**
   * Registers at all folders that there are.
   *
   * @param service closed with this
   * @param longest after which time the sources are looked at anyway
   * @param otherwise takes the place of events when a new folder cannot be registered
   * @throws IOException if a place cannot be registered, such as beyond the system's limit
   */
  FileEvents(WatchedPlaces places, WatchService service, Duration longest, Changes otherwise)
      throws IOException {
    this.places = places;
    this.service = service;
    this.longest = longest;
    this.otherwise = otherwise;
    register();
  }

  private void register() throws IOException {
    for (Path tree : places.trees()) {
      registerTree(tree);
    }
    for (Path file : places.files()) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && Files.isDirectory(folder)) {
        register(folder);
      }
    }
  }

  private void registerTree(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(tree) && ImageFiles.isHidden(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            register(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // looking at the source says what cannot be read
          }
        });
  }

  private void register(Path folder) throws IOException {
    folders.put(folder.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY), folder);
  }

  @Override
  public void await(Duration rested, BooleanSupplier ends) throws InterruptedException {
    if (areLost) {
      otherwise.await(rested, ends);
      return;
    }
    long end = System.nanoTime() + longest.minus(rested).toNanos();
    while (System.nanoTime() < end && !ends.getAsBoolean()) {
      if (happened(Waiting.SLICE)) {
        awaitQuiet(ends);
        return;
      }
    }
  }

  private void awaitQuiet(BooleanSupplier ends) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_BURST.toNanos();
    while (System.nanoTime() < end && !ends.getAsBoolean() && happened(QUIET)) {
      // goes on as long as things happen
    }
  }

  /** Whether something happened that concerns the places, at once or within a time. */
  private boolean happened(Duration within) throws InterruptedException {
    @Nullable WatchKey key = service.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    boolean concerns = false;
    while (key != null) {
      concerns |= take(key);
      key = service.poll();
    }
    return concerns;
  }

  /** Whether one of a folder's events concerns the places. */
  boolean take(WatchKey key) {
    @Nullable Path folder = folders.get(key);
    boolean concerns = false;
    try {
      for (WatchEvent<?> event : key.pollEvents()) {
        if (event.kind().equals(OVERFLOW)) {
          register(); // new folders may be among what was lost
          concerns = true;
        } else if (folder != null && event.context() instanceof Path name) {
          concerns |= take(folder.resolve(name), event.kind().equals(ENTRY_CREATE));
        }
      }
    } catch (IOException e) {
      LOG.debug("the file system does not tell of all changes any more", e);
      areLost = true;
      concerns = true;
    }
    if (!key.reset()) {
      folders.remove(key); // the folder is gone
      concerns = true;
    }
    return concerns;
  }

  private boolean take(Path changed, boolean isNew) throws IOException {
    boolean isInTree = places.trees().stream().anyMatch(changed::startsWith);
    if (isInTree && isNew && Files.isDirectory(changed) && !ImageFiles.isHidden(changed)) {
      registerTree(changed);
    }
    return isInTree || places.files().contains(changed);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
