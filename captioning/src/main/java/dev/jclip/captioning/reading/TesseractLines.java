package dev.jclip.captioning.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of Tesseract's TSV, as far as every word of a line is certain. */
final class TesseractLines {
  /** In percent. Images without text gave words of 14 to 38. */
  private static final double CERTAIN = 60;

  private static final int COLUMNS = 12;
  private static final int WORD_LEVEL = 5;
  private static final int LINE_COLUMNS = 5;
  private static final int CONFIDENCE = 10;
  private static final int TEXT = 11;
  private static final int FEWEST_LETTERS = 2;

  private TesseractLines() {}

  private record Word(String text, double confidence) {}

  /**
   * Reads the lines.
   *
   * @param tsv what the program writes, with a heading
   */
  static List<String> of(String tsv) {
    Map<String, List<Word>> lines = new LinkedHashMap<>();
    tsv.lines()
        .skip(1)
        .map(row -> row.split("\t", COLUMNS))
        .filter(row -> row.length == COLUMNS && row[0].equals(String.valueOf(WORD_LEVEL)))
        .filter(row -> !row[TEXT].isBlank())
        .forEach(
            row ->
                lines
                    .computeIfAbsent(
                        String.join(" ", List.of(row).subList(1, LINE_COLUMNS)),
                        _ -> new ArrayList<>())
                    .add(new Word(row[TEXT].strip(), Double.parseDouble(row[CONFIDENCE]))));
    return lines.values().stream()
        .filter(words -> words.stream().allMatch(word -> word.confidence() >= CERTAIN))
        .map(words -> String.join(" ", words.stream().map(Word::text).toList()))
        .filter(TesseractLines::saysSomething)
        .toList();
  }

  private static boolean saysSomething(String line) {
    return line.codePoints().filter(Character::isLetterOrDigit).count() >= FEWEST_LETTERS;
  }
}
