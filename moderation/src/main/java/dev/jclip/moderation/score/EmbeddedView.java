package dev.jclip.moderation.score;

import dev.jclip.moderation.view.Box;

/**
 * A view of an image as the model sees it.
 *
 * @param box the part of the image
 * @param embedding of norm 1; not copied
 * @param background the sum of the exponentials of its scaled similarities with the background
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmbeddedView(Box box, float[] embedding, double background) {}
