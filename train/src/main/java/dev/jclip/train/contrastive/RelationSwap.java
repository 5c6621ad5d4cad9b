package dev.jclip.train.contrastive;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes captions wrong by exchanging what stands before and behind a relation: "a cup left of a
 * ball" becomes "a ball left of a cup". Without such captions nothing in a batch tells their order
 * (arXiv 2210.01936, section 4). Places at the end, "a cup on the left", become their opposites.
 * Immutable; safe for many threads.
 */
public final class RelationSwap implements HardNegatives {
  private record Rule(Pattern right, String wrong) {
    Rule(String right, String wrong) {
      this(Pattern.compile(right), wrong);
    }
  }

  /** The first that a caption matches holds; relations that another begins with come after it. */
  private static final List<Rule> RULES =
      List.of(
          new Rule("(.+) on the left", "$1 on the right"),
          new Rule("(.+) on the right", "$1 on the left"),
          new Rule("(.+) at the front", "$1 at the back"),
          new Rule("(.+) at the back", "$1 at the front"),
          new Rule("([^,]+) and ([^,]+) (from left to right|from front to back)", "$2 and $1 $3"),
          new Rule(
              "(.+?) (to the left of|left of|to the right of|right of|in front of|behind|on top of"
                  + "|on|above|over|below|under|underneath|inside) (.+)",
              "$3 $2 $1"));

  @Override
  public Optional<String> of(String caption) {
    for (Rule rule : RULES) {
      Matcher matcher = rule.right().matcher(caption);
      if (matcher.matches()) {
        return Optional.of(matcher.replaceFirst(rule.wrong()))
            .filter(wrong -> !wrong.equals(caption));
      }
    }
    return Optional.empty();
  }
}
