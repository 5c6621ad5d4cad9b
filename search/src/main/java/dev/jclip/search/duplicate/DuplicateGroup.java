package dev.jclip.search.duplicate;

import dev.jclip.search.IndexedPicture;
import java.util.List;

/**
 * Images that are nearly the same.
 *
 * @param keep the one with the most pixels; of equals the largest file, then the oldest one
 * @param others the rest, and how like the one to keep they are; the most like first
 */
public record DuplicateGroup(IndexedPicture keep, List<Duplicate> others) {
  /**
   * An image that could go.
   *
   * @param similarity the cosine with the one to keep
   */
  public record Duplicate(IndexedPicture picture, double similarity) {}
}
