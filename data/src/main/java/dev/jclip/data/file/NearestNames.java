package dev.jclip.data.file;

import dev.jclip.io.NameOrder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Lists the names that exist, for an error about one that does not. */
public final class NearestNames {
  private static final int MOST_SHOWN = 12;
  private static final int LONGEST_COMPARED = 200;

  private NearestNames() {}

  /**
   * The known names joined by commas, those most like the wanted one first, by the edit distance
   * without regard to case; a long list is cut.
   */
  public static String list(String wanted, Collection<String> known) {
    if (known.isEmpty()) {
      return "none";
    }
    List<String> nearest =
        known.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((String name) -> distance(wanted, name))
                    .thenComparing(NameOrder.CODE_POINT))
            .toList();
    String shown = String.join(", ", nearest.subList(0, Math.min(MOST_SHOWN, nearest.size())));
    int hidden = nearest.size() - MOST_SHOWN;
    return hidden > 0 ? shown + " and " + hidden + " more" : shown;
  }

  private static int distance(String a, String b) {
    if (Math.max(a.length(), b.length()) > LONGEST_COMPARED) {
      return Integer.MAX_VALUE;
    }
    return editDistance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
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
