package dev.jclip.search.source;

import java.io.File;

/** Tells by names alone what lies where. */
final class Places {
  private Places() {}

  /** Whether a file lies in a folder or below it: {@code a} does not hold {@code ab/x.jpg}. */
  static boolean isBelow(String folder, String id) {
    return id.startsWith(folder.endsWith(File.separator) ? folder : folder + File.separator);
  }

  /**
   * Whether an image is a place itself, lies below a folder, or in a shard or table.
   *
   * @param place the name of an image, folder, shard or table
   * @param id the image's name in an index
   */
  static boolean holds(String place, String id) {
    return id.equals(place) || isBelow(place, id) || id.startsWith(place + ShardSource.KEY);
  }
}
