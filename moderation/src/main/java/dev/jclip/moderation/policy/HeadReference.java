package dev.jclip.moderation.policy;

import dev.jclip.digest.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A published classifier on a model's image embeddings, as a part of a category.
 *
 * @param kind which of the published forms the file has
 * @param file the weights
 * @param bound for the aesthetic predictors: which ratings belong to the category
 */
public record HeadReference(Kind kind, Path file, Optional<Bound> bound) {
  /**
   * Which values belong to a category.
   *
   * @param below whether those below the limit do; otherwise those above it
   */
  public record Bound(boolean below, double limit) {}

  /**
   * Where a detector's tables of categories lie, if it has some: beside its weights, in {@code
   * NAME-columns.json}.
   */
  public static Path columnsFile(Path weights) {
    String name = String.valueOf(weights.getFileName());
    int dot = name.lastIndexOf('.');
    return weights.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + "-columns.json");
  }

  /**
   * Identifies what a head answers: its kind, the content of its files and its bound, whatever the
   * files are called.
   *
   * @throws PolicyException if a file can no longer be read
   */
  String fingerprint() {
    var digest = new Sha256().add(kind.name()).add(bound.toString());
    FileDigest.add(digest, file);
    Path columns = columnsFile(file);
    if (kind == Kind.NSFW && Files.isRegularFile(columns)) {
      FileDigest.add(digest, columns);
    }
    return digest.hex();
  }

  /** The published forms. */
  public enum Kind {
    /** The concepts of Stable Diffusion's safety checker. */
    SAFETY_CHECKER,
    /** LAION's detectors of images that are not safe for work. */
    NSFW,
    /** LAION's aesthetic predictors: linear, or of five layers. */
    AESTHETIC
  }
}
