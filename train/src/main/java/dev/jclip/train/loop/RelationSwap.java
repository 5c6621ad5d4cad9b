package dev.jclip.train.loop;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes captions wrong by exchanging what stands before and behind a relation: "a cup left of a
 * ball" becomes "a ball left of a cup". Without such captions nothing in a batch tells their order
 * (arXiv 2210.01936, section 4). Immutable; safe for many threads.
 */
public final class RelationSwap implements HardNegatives {
  /** Relations that are wrong the other way round; one that another begins with comes after it. */
  private static final Pattern RELATION =
      Pattern.compile(
          "(.+?) (to the left of|left of|to the right of|right of|in front of|behind|on top of|on"
              + "|above|over|below|under|underneath|inside) (.+)");

  @Override
  public Optional<String> of(String caption) {
    Matcher matcher = RELATION.matcher(caption);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String swapped = matcher.group(3) + " " + matcher.group(2) + " " + matcher.group(1);
    return Optional.of(swapped).filter(wrong -> !wrong.equals(caption));
  }
}
