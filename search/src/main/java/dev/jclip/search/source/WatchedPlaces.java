package dev.jclip.search.source;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The places at which changes of a source can be seen.
 *
 * @param trees folders, with everything below them that is not hidden
 * @param files single files
 */
public record WatchedPlaces(Set<Path> trees, Set<Path> files) {
  /** Copies the sets. */
  public WatchedPlaces {
    trees = Set.copyOf(trees);
    files = Set.copyOf(files);
  }

  /** All the places of some. */
  public static WatchedPlaces of(Collection<WatchedPlaces> places) {
    var trees = new HashSet<Path>();
    var files = new HashSet<Path>();
    for (WatchedPlaces some : places) {
      trees.addAll(some.trees);
      files.addAll(some.files);
    }
    return new WatchedPlaces(trees, files);
  }
}
