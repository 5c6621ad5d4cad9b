package dev.jclip.search.source;

/** A picture, one that should be there, or a place that cannot be looked into. */
public sealed interface Finding {
  /** The picture's name in an index, or the place's. */
  String id();

  /**
   * A picture.
   *
   * @param stamp another one whenever the picture, or what is said of it beside, has changed
   * @param content reads it, on any thread
   */
  record Picture(String id, String stamp, Content content) implements Finding {}

  /**
   * A picture or folder that cannot be read; what is known of it, or of what lies in it, may still
   * be true.
   */
  record Fault(String id, String reason) implements Finding {
    /** Whether a picture is what cannot be read, or lies in it, so that it may still be there. */
    public boolean mayHide(String pictureId) {
      return Places.holds(id, pictureId);
    }
  }

  /** A picture that was named and is not there. */
  record Missing(String id, String reason) implements Finding {}

  /** Reads a picture. */
  interface Content {
    /**
     * The bytes of the file, not decoded, and what is said of it beside.
     *
     * @throws dev.jclip.error.ImageException if it cannot be read
     */
    PictureContent read();
  }
}
