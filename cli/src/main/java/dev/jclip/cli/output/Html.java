package dev.jclip.cli.output;

/** Text in HTML pages. */
public final class Html {
  private Html() {}

  /** A text as it stands between tags or in a quoted attribute, where none of it is markup. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
