package dev.jclip.moderation.policy;

import dev.jclip.digest.Sha256;
import java.nio.file.Path;
import java.util.List;

/**
 * What images are judged by. Immutable.
 *
 * @param name what messages and records call the policy
 * @param onFailure what is done with an image that cannot be read
 * @param categories in the order of the file, one or more, with different names
 */
public record Policy(String name, Action onFailure, List<Category> categories) {
  /** Copies the list. */
  public Policy {
    categories = List.copyOf(categories);
  }

  /**
   * Identifies what the policy says: a SHA-256 in hexadecimal over everything that a decision
   * depends on. Comments, the order of keys and the name do not change it.
   */
  public String fingerprint() {
    var digest = new Sha256().add("jclip-policy-1").add(onFailure.name());
    categories.forEach(category -> digest.add(fingerprint(category)));
    return digest.hex();
  }

  /** Identifies one category in the same way. */
  public static String fingerprint(Category category) {
    var digest =
        new Sha256()
            .add(category.name())
            .add(category.severity().name())
            .add(category.action().name())
            .add(Double.toString(category.threshold()));
    digest.add(contentFingerprint(category));
    return digest.hex();
  }

  /** Identifies what a category's score depends on: not its name, action, severity or threshold. */
  public static String contentFingerprint(Category category) {
    var digest = new Sha256();
    for (Concept concept : category.concepts()) {
      digest.add("concept");
      add(digest, concept.sentences());
      add(digest, concept.counters());
      add(digest, concept.exceptions());
      if (!concept.examples().isEmpty()) {
        digest.add("examples").add(Integer.toString(concept.examples().size()));
        concept.examples().forEach(picture -> FileDigest.add(digest, picture));
        concept.counterExamples().forEach(picture -> FileDigest.add(digest, picture));
      }
    }
    for (HeadReference head : category.heads()) {
      digest.add("head").add(head.fingerprint());
    }
    return digest.hex();
  }

  /** Where what belongs to a policy's file lies: beside it, under its name with another ending. */
  public static Path beside(Path policy, String ending) {
    String name = String.valueOf(policy.getFileName());
    int dot = name.lastIndexOf('.');
    return policy.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }

  private static void add(Sha256 digest, List<String> sentences) {
    digest.add(Integer.toString(sentences.size()));
    sentences.forEach(digest::add);
  }
}
