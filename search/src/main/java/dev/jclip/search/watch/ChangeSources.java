package dev.jclip.search.watch;

import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.WatchedPlaces;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether the file system tells of all changes of some sources. */
final class ChangeSources {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeSources.class);

  private static final Duration LONGEST_WITHOUT_LOOK = Duration.ofMinutes(1);

  /** File systems on which others may change files without this machine's hearing of it. */
  private static final Set<String> SHARED =
      Set.of(
          "9p",
          "afs",
          "ceph",
          "cifs",
          "davfs",
          "fuse",
          "glusterfs",
          "lustre",
          "ncpfs",
          "nfs",
          "prl_fs",
          "smb",
          "vboxsf",
          "virtiofs",
          "vmhgfs",
          "webdav");

  private ChangeSources() {}

  /** Opens a file system's service for events. */
  interface Services {
    WatchService open() throws IOException;
  }

  /**
   * Events where the file system gives them for all places of all sources, else regular looks.
   *
   * @param every how often to look where there are no events
   */
  static Changes of(List<? extends PictureSource> sources, Duration every) {
    return of(sources, every, FileSystems.getDefault()::newWatchService);
  }

  static Changes of(List<? extends PictureSource> sources, Duration every, Services services) {
    List<Optional<WatchedPlaces>> places = sources.stream().map(PictureSource::watched).toList();
    if (places.stream().anyMatch(Optional::isEmpty)) {
      return new RegularLooks(every);
    }
    WatchedPlaces all = WatchedPlaces.of(places.stream().flatMap(Optional::stream).toList());
    try {
      return Stream.concat(all.trees().stream(), all.files().stream())
              .anyMatch(ChangeSources::isShared)
          ? new RegularLooks(every)
          : events(all, every, services.open());
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("the file system tells of no changes ({}); looking every {}", e, every);
      return new RegularLooks(every);
    }
  }

  /** Java's own service may be one that looks itself, and less often. */
  private static Changes events(WatchedPlaces places, Duration every, WatchService service)
      throws IOException {
    try {
      if (service.getClass().getSimpleName().startsWith("Polling")) {
        throw new UnsupportedOperationException("Java looks for changes itself");
      }
      return new FileEvents(places, service, longer(every), new RegularLooks(every));
    } catch (IOException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  private static Duration longer(Duration every) {
    return every.compareTo(LONGEST_WITHOUT_LOOK) > 0 ? every : LONGEST_WITHOUT_LOOK;
  }

  private static boolean isShared(Path place) {
    try {
      String type = Files.getFileStore(place).type().toLowerCase(Locale.ROOT);
      return SHARED.stream().anyMatch(type::startsWith);
    } catch (IOException _) {
      return true; // it is not there now; looking says so
    }
  }
}
