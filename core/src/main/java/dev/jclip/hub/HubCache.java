package dev.jclip.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The whole cache folder. */
record HubCache(Path folder, Links links) {
  RepoCache repository(ModelName name) {
    return new RepoCache(folder, name.folder(), links);
  }

  /** Every snapshot with at least one file of a checkpoint, by name and commit. */
  List<CachedModel> models() {
    var models = new ArrayList<CachedModel>();
    for (String repositoryFolder : list(folder)) {
      ModelName.repositoryOfFolder(repositoryFolder)
          .ifPresent(name -> models.addAll(snapshots(name, repositoryFolder)));
    }
    models.sort(Comparator.comparing(CachedModel::name).thenComparing(CachedModel::commit));
    return List.copyOf(models);
  }

  private List<CachedModel> snapshots(String name, String repositoryFolder) {
    var repository = new RepoCache(folder, repositoryFolder, links);
    return list(repository.snapshots()).stream()
        .filter(ModelName::isCommit)
        .filter(commit -> CheckpointFiles.isPartOfCheckpoint(repository.files(commit)))
        .map(commit -> model(name, repository, commit))
        .toList();
  }

  private static CachedModel model(String name, RepoCache repository, String commit) {
    Path snapshot = repository.snapshot(commit);
    return new CachedModel(
        name,
        commit,
        revisions(repository, commit),
        bytes(snapshot, repository.files(commit)),
        snapshot,
        repository.lack(commit).isEmpty());
  }

  private static List<String> revisions(RepoCache repository, String commit) {
    Path refs = repository.refs();
    if (!Files.isDirectory(refs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(refs)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> refs.relativize(file).toString().replace('\\', '/'))
          .filter(revision -> repository.commit(revision).filter(commit::equals).isPresent())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw RepoCache.unreadable(refs, e);
    }
  }

  private static long bytes(Path snapshot, Iterable<String> files) {
    long total = 0;
    for (String file : files) {
      try {
        total += Files.size(snapshot.resolve(file));
      } catch (IOException e) {
        throw RepoCache.unreadable(snapshot.resolve(file), e);
      }
    }
    return total;
  }

  private static List<String> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw RepoCache.unreadable(folder, e);
    }
  }
}
