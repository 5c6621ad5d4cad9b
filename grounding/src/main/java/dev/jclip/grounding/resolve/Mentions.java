package dev.jclip.grounding.resolve;

import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.view.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was spoken of, for "it", "them" and "the other one".
 *
 * @param latest the objects of each mention, the latest first
 */
public record Mentions(List<Mention> latest) {
  /** Nothing was spoken of. */
  public static final Mentions NONE = new Mentions(List.of());

  private static final int KEPT = 20;

  /** Copies the list. */
  public Mentions {
    latest = List.copyOf(latest);
  }

  /**
   * Objects that were spoken of together.
   *
   * @param noun what they were called; empty if nothing was said
   */
  public record Mention(List<Sighting> objects, Optional<String> noun) {
    /** Copies the list. */
    public Mention {
      objects = List.copyOf(objects);
    }
  }

  /** With one more, which is the latest; the oldest are forgotten. */
  public Mentions and(Mention mention) {
    return new Mentions(Stream.concat(Stream.of(mention), latest.stream()).limit(KEPT).toList());
  }

  /** What was last called by a noun; empty if nothing was. */
  public Optional<String> noun() {
    return latest.stream().flatMap(mention -> mention.noun().stream()).findFirst();
  }

  /**
   * The objects that a pronoun refers to.
   *
   * @param noun what they are called; empty for any
   * @return none if no such objects were spoken of
   */
  public List<Sighting> referents(Reference reference, Optional<String> noun) {
    List<Mention> called =
        latest.stream()
            .filter(mention -> !mention.objects().isEmpty())
            .filter(mention -> noun.isEmpty() || noun.equals(mention.noun()))
            .toList();
    if (reference == Reference.THEM) {
      return called.stream()
          .map(Mention::objects)
          .filter(objects -> objects.size() > 1)
          .findFirst()
          .orElseGet(
              () ->
                  called.stream()
                      .limit(2)
                      .flatMap(two -> two.objects().stream())
                      .distinct()
                      .toList());
    }
    return called.stream().map(Mention::objects).findFirst().orElse(List.of());
  }
}
