package dev.jclip.captioning.site;

/**
 * An image of a page that has no alternative text.
 *
 * @param place where its tag begins, in characters of the page from 0
 * @param line the same as a line, from 1
 * @param tag the tag's name as it stands there: {@code img} or {@code input}
 * @param source its address, as the page has it; empty if it has none
 * @param use what the tag and what is around it say about the image's purpose
 * @param context words around the image: its caption, its link's text, the heading above it, the
 *     text beside it
 */
record PageImage(int place, int line, String tag, String source, Use use, String context) {
  /** What an image is there for. */
  enum Use {
    /** It tells something, as far as the page says. */
    CONTENT,
    /** The page hides it from assistive technology, or it has no size to be seen in. */
    HIDDEN,
    /** It is all that its link or button has, so its text must say where that leads. */
    ALONE_IN_LINK,
    /** It stands in a link or button beside text that says where that leads. */
    BESIDE_TEXT,
    /** It is named by other means, {@code aria-label} or {@code aria-labelledby}. */
    NAMED,
    /** Its tag is not well formed, so that nothing is written into it. */
    MALFORMED
  }
}
