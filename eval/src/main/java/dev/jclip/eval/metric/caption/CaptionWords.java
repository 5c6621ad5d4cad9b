package dev.jclip.eval.metric.caption;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Cuts captions into words. A word is a run of letters, marks and digits, in lower case, with
 * apostrophes only inside it; everything else separates words. Thread-safe.
 */
public final class CaptionWords {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}\\p{N}]+)*");

  private CaptionWords() {}

  /** The words of a caption, in order; none where it has none. */
  public static List<String> of(String caption) {
    return WORD.matcher(caption.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
