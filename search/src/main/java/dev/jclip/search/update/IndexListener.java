package dev.jclip.search.update;

/**
 * Hears of the work on an index, on the thread that does it; of what it does not want to, nothing.
 */
public interface IndexListener {
  /**
   * A source has been looked through.
   *
   * @param pictures how many are there, or -1 where that will be known at its end
   */
  default void found(String source, long pictures) {}

  /** A source has files that are no images, or hidden; said after its last image. */
  default void passedOver(String source, String summary) {}

  /** What lies beside an image that is put in could not be read. */
  default void passedOverBeside(String id, String reason) {}

  /** An image is as it was. */
  default void unchanged(String id) {}

  /** An image has been embedded and put in. */
  default void indexed(String id) {}

  /** An image or folder could not be read. */
  default void failed(String id, String reason) {}

  /** Images that are not there any more have been taken out. */
  default void removed(int pictures) {}
}
