package dev.jclip.eval.detection;

/**
 * An object that is there.
 *
 * @param category its category's place among all, from 0
 * @param region the box around it
 * @param area the object's own area in square pixels, by which it is small, medium or large; in
 *     COCO that of its mask
 * @param crowd whether the box holds a crowd of objects; detections in it are neither right nor
 *     wrong, and it need not be found
 */
public record TruthBox(int category, Region region, double area, boolean crowd) {}
