package dev.jclip.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository and one of its revisions.
 *
 * @param repository {@code ORG/NAME}
 * @param revision branch, tag or commit
 */
record ModelName(String repository, String revision) {
  private static final String PREFIX = "hf-hub:";
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final String FOLDER_PREFIX = "models--";

  ModelName {
    String[] parts = repository.split("/", -1);
    if (parts.length != 2 || !isPart(parts[0]) || !isPart(parts[1])) {
      throw new IllegalArgumentException(
          "model name: expected ORG/NAME or ORG/NAME@REVISION, found \"" + repository + "\"");
    }
    if (!RepoPath.isSafe(revision)) {
      throw new IllegalArgumentException(
          "model name: not a revision after the @: \"" + revision + "\"");
    }
  }

  /** Reads {@code ORG/NAME} or {@code ORG/NAME@REVISION}, with or without {@code hf-hub:}. */
  static ModelName parse(String text, String defaultRevision) {
    String name = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    int at = name.indexOf('@');
    return at < 0
        ? new ModelName(name, defaultRevision)
        : new ModelName(name.substring(0, at), name.substring(at + 1));
  }

  /** The repository whose folder in the cache has this name. */
  static Optional<String> repositoryOfFolder(String folder) {
    String[] parts = folder.split("--", -1);
    boolean ours =
        folder.startsWith(FOLDER_PREFIX)
            && parts.length == 3
            && isPart(parts[1])
            && isPart(parts[2]);
    return ours ? Optional.of(parts[1] + "/" + parts[2]) : Optional.empty();
  }

  static boolean isCommit(String revision) {
    return COMMIT.matcher(revision).matches();
  }

  String folder() {
    return FOLDER_PREFIX + repository.replace("/", "--");
  }

  private static boolean isPart(String part) {
    return PART.matcher(part).matches() && !part.contains("--") && !part.contains("..");
  }

  @Override
  public String toString() {
    return repository + "@" + revision;
  }
}
