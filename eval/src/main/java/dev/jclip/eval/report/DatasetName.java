package dev.jclip.eval.report;

import java.util.Locale;

/** What tables and files call a data set. */
public final class DatasetName {
  private DatasetName() {}

  /** The last part of a location, without the endings of tables and shards. */
  public static String of(String location) {
    String plain = location.replaceFirst("[/\\\\]+$", "");
    String last = plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
    return last.replaceFirst("(?i)\\.(tar|tar\\.gz|tgz|csv|tsv|json|jsonl)$", "");
  }

  /** A text as part of a file's name. */
  public static String slug(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}._-]+", "_").toLowerCase(Locale.ROOT);
  }
}
