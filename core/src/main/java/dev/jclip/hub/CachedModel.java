package dev.jclip.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * One snapshot of a model in the cache.
 *
 * @param name {@code ORG/NAME}
 * @param commit the snapshot's commit, 40 hexadecimal digits
 * @param revisions branches and tags last seen to point at this commit, sorted; often empty
 * @param bytes size of the snapshot's files together; snapshots may share files
 * @param folder the snapshot's folder
 * @param complete whether weights and configuration are all there
 */
public record CachedModel(
    String name, String commit, List<String> revisions, long bytes, Path folder, boolean complete) {
  /** Copies the list. */
  public CachedModel {
    revisions = List.copyOf(revisions);
  }
}
