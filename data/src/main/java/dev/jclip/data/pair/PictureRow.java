package dev.jclip.data.pair;

/** A row of a list of images in files of their own. */
sealed interface PictureRow {
  /**
   * An image.
   *
   * @param path as the list has it, absolute or relative to the list's folder
   */
  record Named(String path, Annotations annotations) implements PictureRow {}

  /**
   * A row, or a folder, that cannot be used.
   *
   * @param place where it stands
   * @param reason what was expected and what was found
   */
  record Fault(String place, String reason) implements PictureRow {}
}
