package dev.jclip.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant by a name that does not exist. */
public final class NearestNames {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_LISTED = 12;

  private NearestNames() {}

  /**
   * The known names most like the given one, nearest first. Likeness is the edit distance without
   * regard to case, over the whole name or over the part after the last slash; a name that would
   * need more than a third of its letters changed is not offered.
   *
   * @param limit how many to give at most
   */
  public static List<String> find(String name, Collection<String> known, int limit) {
    if (name.length() > LONGEST_NAME) {
      return List.of();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    record Candidate(String name, int distance) {}
    return known.stream()
        .distinct()
        .map(other -> new Candidate(other, likeness(wanted, other.toLowerCase(Locale.ROOT))))
        .filter(candidate -> candidate.distance() <= Math.max(2, wanted.length() / 3))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(limit)
        .map(Candidate::name)
        .toList();
  }

  /**
   * All known names joined by commas, those most like the given one first, by the edit distance
   * over the whole name without regard to case; a long list is cut after twelve names.
   */
  public static String list(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "none";
    }
    List<String> nearest =
        known.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((String other) -> distance(name, other))
                    .thenComparing(NameOrder.CODE_POINT))
            .toList();
    String shown = String.join(", ", nearest.subList(0, Math.min(MOST_LISTED, nearest.size())));
    int hidden = nearest.size() - MOST_LISTED;
    return hidden > 0 ? shown + " and " + hidden + " more" : shown;
  }

  private static int distance(String a, String b) {
    return Math.max(a.length(), b.length()) > LONGEST_NAME
        ? Integer.MAX_VALUE
        : editDistance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }

  private static int likeness(String a, String b) {
    int whole = editDistance(a, b);
    int tails = editDistance(lastPart(a), lastPart(b)) + 1;
    return Math.min(whole, tails);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Levenshtein's distance, with one row of the table kept. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
