package dev.jclip.search.source;

/** An image, one that should be there, or a place that cannot be looked into. */
public sealed interface Finding {
  /** The image's name in an index, or the place's. */
  String id();

  /**
   * An image.
   *
   * @param stamp another one whenever the image, or what is said of it beside, has changed
   * @param content reads it, on any thread
   */
  record Picture(String id, String stamp, Content content) implements Finding {}

  /**
   * An image or folder that cannot be read; what is known of it, or of what lies in it, may still
   * be true.
   */
  record Fault(String id, String reason) implements Finding {
    /** Whether an image is what cannot be read, or lies in it, so that it may still be there. */
    public boolean mayHide(String pictureId) {
      return Places.holds(id, pictureId);
    }
  }

  /** An image that was named and is not there. */
  record Missing(String id, String reason) implements Finding {}

  /** Reads an image. */
  interface Content {
    /**
     * The bytes of the file, not decoded, and what is said of it beside.
     *
     * @throws dev.jclip.error.ImageException if it cannot be read
     */
    PictureContent read();
  }
}
