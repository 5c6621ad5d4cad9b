package dev.jclip.tokenizer;

import dev.jclip.error.TokenizerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text form of merges: a header line with {@code #version}, then one merge a line, its two
 * pieces with a space between.
 */
final class MergesFile {
  private static final String HEADER = "#version";
  private static final int LINES_BEFORE_MERGES = 1;

  private MergesFile() {}

  /** Whether a text begins as a merges file does. */
  static boolean isMerges(String text) {
    int end = text.indexOf('\n');
    return text.substring(0, end < 0 ? text.length() : end).contains(HEADER);
  }

  /** Returns where the merge of an index stands. */
  static String place(String source, int index) {
    return "%s: line %d".formatted(source, index + 1 + LINES_BEFORE_MERGES);
  }

  /**
   * Returns the merges of a text, in order.
   *
   * @param limit how many to read at most; what follows is not looked at
   * @param emptyLast whether an empty last line is a merge of nothing, else it is left out
   */
  static List<MergeRule> parse(Path file, String text, int limit, EmptyLast emptyLast) {
    if (!isMerges(text)) {
      throw new TokenizerException(
          "%s: line 1: expected a header with '%s', found none; is this a merges file?"
              .formatted(file, HEADER));
    }
    List<MergeRule> merges = new ArrayList<>();
    int start = text.indexOf('\n') + 1;
    while (start > 0 && merges.size() < limit) {
      int newline = text.indexOf('\n', start);
      String line = text.substring(start, newline < 0 ? text.length() : newline).strip();
      if (!line.isEmpty()) {
        merges.add(merge(line, place(file.toString(), merges.size())));
      } else if (newline >= 0) {
        throw new TokenizerException(
            place(file.toString(), merges.size()) + ": expected two pieces, found an empty line");
      } else {
        emptyLast.addTo(merges);
      }
      start = newline + 1;
    }
    if (merges.isEmpty()) {
      throw new TokenizerException(file + ": expected merges after the header, found none");
    }
    return merges;
  }

  /** What an empty last line means. */
  enum EmptyLast {
    /** Nothing, as to transformers. */
    IGNORED {
      @Override
      void addTo(List<MergeRule> merges) {}
    },
    /** A merge of nothing with nothing, which takes an id, as to OpenAI CLIP and open_clip. */
    TAKES_AN_ID {
      @Override
      void addTo(List<MergeRule> merges) {
        merges.add(BpeMerges.NOTHING);
      }
    };

    abstract void addTo(List<MergeRule> merges);
  }

  private static MergeRule merge(String line, String place) {
    String[] pieces = line.split("\\s+", -1);
    if (pieces.length != 2) {
      throw new TokenizerException(
          "%s: expected two pieces, found %d in '%s'"
              .formatted(place, pieces.length, abbreviated(line)));
    }
    return new MergeRule(pieces[0], pieces[1]);
  }

  private static String abbreviated(String line) {
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
