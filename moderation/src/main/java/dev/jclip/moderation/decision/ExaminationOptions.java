package dev.jclip.moderation.decision;

import dev.jclip.moderation.view.Tiling;

/**
 * How closely images are looked at.
 *
 * @param tiling the parts that are looked at one by one
 * @param stability whether it is measured what everyday changes do to a decision; that takes four
 *     more embeddings for each image
 */
public record ExaminationOptions(Tiling tiling, boolean stability) {
  /** Whole images, as they are. */
  public static final ExaminationOptions DEFAULT = new ExaminationOptions(Tiling.WHOLE, false);
}
