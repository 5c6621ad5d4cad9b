package dev.jclip.hub;

import dev.jclip.error.HubException;
import dev.jclip.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cache's folder of one repository, in the layout that the package's description shows. */
final class RepoCache {
  private static final Logger LOG = LoggerFactory.getLogger(RepoCache.class);
  private static final int MOST_TREE_BYTES = 4 << 20;
  private static final int MOST_REF_BYTES = 1024;

  private final Path folder;
  private final Path locks;
  private final Links links;

  /**
   * @param cache folder of the whole cache
   * @param repositoryFolder name of this repository's folder there
   */
  RepoCache(Path cache, String repositoryFolder, Links links) {
    Path root = cache.toAbsolutePath();
    this.folder = root.resolve(repositoryFolder);
    this.locks = root.resolve(".locks").resolve(repositoryFolder);
    this.links = links;
  }

  Path folder() {
    return folder;
  }

  Path blob(String etag) {
    return folder.resolve("blobs").resolve(etag);
  }

  Path partial(String etag) {
    return folder.resolve("blobs").resolve(etag + ".incomplete");
  }

  Path lock(String etag) {
    return locks.resolve(etag + ".lock");
  }

  Path snapshot(String commit) {
    return snapshots().resolve(commit);
  }

  Path snapshots() {
    return folder.resolve("snapshots");
  }

  Path refs() {
    return folder.resolve("refs");
  }

  /** The commit that a revision is known to mean; empty if it was never seen. */
  Optional<String> commit(String revision) {
    if (ModelName.isCommit(revision)) {
      return Optional.of(revision);
    }
    Path ref = refs().resolve(revision);
    try {
      if (!Files.isRegularFile(ref) || Files.size(ref) > MOST_REF_BYTES) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(ref).strip()).filter(ModelName::isCommit);
    } catch (IOException e) {
      throw unreadable(ref, e);
    }
  }

  /** Names of the snapshot's files whose content is there. */
  Set<String> files(String commit) {
    Path snapshot = snapshot(commit);
    if (!Files.isDirectory(snapshot)) {
      return Set.of();
    }
    try (Stream<Path> entries = Files.list(snapshot)) {
      return entries
          .filter(Files::isRegularFile)
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw unreadable(snapshot, e);
    }
  }

  /** What a snapshot lacks to be loaded, in words; empty if it can be loaded. */
  Optional<String> lack(String commit) {
    Set<String> files = files(commit);
    if (files.isEmpty()) {
      return Optional.of("no snapshot " + commit);
    }
    if (CheckpointFiles.weightChoices(files).isEmpty()) {
      return Optional.of("no complete weights in " + snapshot(commit));
    }
    boolean configured =
        CheckpointFiles.CONFIGS.stream().anyMatch(files::contains)
            || CheckpointFiles.CONFIGS.stream().allMatch(knownAbsent(commit));
    return configured ? Optional.empty() : Optional.of("no config.json in " + snapshot(commit));
  }

  /** True if nothing that the commit has to offer for a checkpoint is left to be downloaded. */
  boolean isComplete(String commit) {
    Set<String> files = files(commit);
    Predicate<String> absent = knownAbsent(commit);
    return !CheckpointFiles.weightChoices(files).isEmpty()
        && CheckpointFiles.COMPANIONS.stream()
            .allMatch(name -> files.contains(name) || absent.test(name));
  }

  /** Tells names that the commit surely lacks: marked one by one, or left out of a kept listing. */
  private Predicate<String> knownAbsent(String commit) {
    Path marks = folder.resolve(".no_exist").resolve(commit);
    Optional<JsonNode> tree = tree(commit);
    return name ->
        Files.exists(marks.resolve(name)) || tree.filter(files -> !files.has(name)).isPresent();
  }

  /** The listing that the Python tools keep of a commit they have downloaded as a whole. */
  private Optional<JsonNode> tree(String commit) {
    Path file = folder.resolve("trees").resolve(commit + ".json");
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_TREE_BYTES) {
        return Optional.empty();
      }
      JsonNode files = JsonMapper.builder().build().readTree(file).path("files");
      return Optional.of(files).filter(JsonNode::isObject);
    } catch (IOException | JacksonException e) {
      LOG.debug("{}: not readable as a listing", file, e);
      return Optional.empty();
    }
  }

  /**
   * Notes that the commit has none of these files, so that nobody needs to ask again. A cache that
   * cannot be written to serves without.
   */
  void markAbsent(String commit, List<String> names) {
    Path marks = folder.resolve(".no_exist").resolve(commit);
    try {
      Files.createDirectories(marks);
      for (String name : names) {
        if (!Files.exists(marks.resolve(name))) {
          Files.write(marks.resolve(name), new byte[0]);
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: not noted", marks, e);
    }
  }

  /** Notes which commit a branch or tag means now, or warns if the cache cannot be written to. */
  void writeRef(String revision, String commit) {
    if (commit(revision).equals(Optional.of(commit))) {
      return;
    }
    Path ref = refs().resolve(revision);
    try {
      Files.createDirectories(ref.getParent());
      AtomicFile.tryWrite(ref, commit.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("{}: cannot note the commit for use offline ({})", ref, reason(e));
    }
  }

  /** Gives a blob its name in a snapshot. */
  void link(String commit, String name, String etag) {
    Path pointer = snapshot(commit).resolve(name);
    try {
      Path temporary = temporaryBeside(pointer);
      links.link(temporary, blob(etag));
      Files.move(temporary, pointer, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(pointer, e);
    }
  }

  private static Path temporaryBeside(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  static HubException unreadable(Path path, Exception cause) {
    return new HubException(path + ": cannot read the cache (" + reason(cause) + ")", cause);
  }

  static HubException unwritable(Path path, IOException cause) {
    return new HubException(
        path
            + ": cannot write to the cache ("
            + reason(cause)
            + "). Free space there, make it writable, or set HF_HUB_CACHE to another folder",
        cause);
  }

  /** Without the path, which the messages of file system exceptions consist of. */
  private static String reason(Exception cause) {
    String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
