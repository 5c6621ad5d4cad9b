package dev.jclip.eval.metric.caption;

import dev.jclip.eval.metric.caption.Statement.Relation;
import dev.jclip.eval.metric.caption.Statement.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How far a caption's statement agrees with what is known of its image.
 *
 * @param things by their names
 * @param colouredThings those whose colours are said, and those whose colours are known, by name
 *     and colour
 * @param relations by their names and the things between which they are
 */
public record MentionCounts(Overlap things, Overlap colouredThings, Overlap relations) {
  /** Of an image of which nothing is known. */
  public static final MentionCounts NONE =
      new MentionCounts(Overlap.NONE, Overlap.NONE, Overlap.NONE);

  /**
   * Numbers of what is said and what is there.
   *
   * @param said in the caption
   * @param there in the image
   * @param right said, and there
   */
  public record Overlap(int said, int there, int right) {
    static final Overlap NONE = new Overlap(0, 0, 0);
  }

  /**
   * Compares a statement with what is known. Each thing that is there makes one mention right at
   * most, so of "two mugs" one is wrong if there is one mug.
   *
   * @param agree whether two names, or two colours, may both be true of one thing
   */
  public static MentionCounts of(
      Statement said, Statement there, BiPredicate<String, String> agree) {
    return new MentionCounts(
        overlap(
            said.things(),
            there.things(),
            (a, b) -> a.name().equals(b.name()),
            (a, b) -> agree.test(a.name(), b.name())),
        overlap(
            coloured(said),
            coloured(there),
            Thing::equals,
            (a, b) -> agree.test(a.name(), b.name()) && agree(a.colour(), b.colour(), agree)),
        new Overlap(
            said.relations().size(),
            there.relations().size(),
            (int)
                said.relations().stream()
                    .filter(relation -> isThere(said, relation, there, agree))
                    .count()));
  }

  private static List<Thing> coloured(Statement statement) {
    return statement.things().stream().filter(thing -> thing.colour().isPresent()).toList();
  }

  /** What is not said or not known contradicts nothing. */
  private static boolean agree(
      Optional<String> colour, Optional<String> other, BiPredicate<String, String> agree) {
    return colour.isEmpty() || other.isEmpty() || agree.test(colour.get(), other.get());
  }

  /** The same things are matched first, so that a man is no person's match where another one is. */
  private static Overlap overlap(
      List<Thing> said,
      List<Thing> there,
      BiPredicate<Thing, Thing> same,
      BiPredicate<Thing, Thing> agree) {
    var mentions = new ArrayList<>(said);
    var things = new ArrayList<>(there);
    int right = matched(mentions, things, same) + matched(mentions, things, agree);
    return new Overlap(said.size(), there.size(), right);
  }

  /** Takes mentions and things that belong together out of both lists, and counts them. */
  private static int matched(
      List<Thing> mentions, List<Thing> things, BiPredicate<Thing, Thing> test) {
    int before = mentions.size();
    mentions.removeIf(
        mention -> {
          Optional<Thing> thing =
              things.stream().filter(candidate -> test.test(mention, candidate)).findFirst();
          thing.ifPresent(things::remove);
          return thing.isPresent();
        });
    return before - mentions.size();
  }

  private static boolean isThere(
      Statement said, Relation relation, Statement there, BiPredicate<String, String> agree) {
    Thing subject = said.things().get(relation.subject());
    Thing object = said.things().get(relation.object());
    return there.relations().stream()
        .anyMatch(
            known ->
                known.name().equals(relation.name())
                    && fits(subject, there.things().get(known.subject()), agree)
                    && fits(object, there.things().get(known.object()), agree));
  }

  private static boolean fits(Thing mention, Thing thing, BiPredicate<String, String> agree) {
    return agree.test(mention.name(), thing.name())
        && agree(mention.colour(), thing.colour(), agree);
  }
}
