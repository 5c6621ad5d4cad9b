package dev.jclip.search.source;

import java.util.Optional;

/** A place with images, which can be looked through again and again. Immutable. */
public interface PictureSource {
  /** What images found here have as their source. */
  String name();

  /** Whether an image would be found here if it was still there. */
  boolean covers(String id, String source);

  /**
   * Whether what is said of an image here replaces what another source said of it. Folders do not
   * replace what tables say.
   */
  boolean replaces(String source);

  /**
   * What tells whether anything here has changed at all, where that can be told without looking
   * through it.
   */
  Optional<String> version();

  /** The places at which all changes here can be seen, where these are known beforehand. */
  Optional<WatchedPlaces> watched();

  /** Looks through it. Close the result. */
  Findings find();
}
