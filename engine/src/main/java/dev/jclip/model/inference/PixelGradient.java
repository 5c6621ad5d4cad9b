package dev.jclip.model.inference;

/**
 * An objective's value for an image, and its gradient with respect to each sample.
 *
 * @param value the objective
 * @param gradient the derivative of the value along each number of the image, in the image's own
 *     shape
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PixelGradient(double value, float[] gradient) {}
