package dev.jclip.captioning.site;

import java.nio.file.Path;

/** Describes images in words. */
@FunctionalInterface
public interface Describer {
  /**
   * Describes an image.
   *
   * @param image the file
   * @param context words that stand around the image, or none
   * @throws dev.jclip.error.ClipException if the image cannot be read
   */
  Words describe(Path image, String context);

  /**
   * What an image shows.
   *
   * @param text one or two sentences
   * @param confidence that all of it is right, 0 to 1
   * @param doubt why a person should look at it; empty if nothing speaks against the text
   */
  record Words(String text, double confidence, String doubt) {}
}
