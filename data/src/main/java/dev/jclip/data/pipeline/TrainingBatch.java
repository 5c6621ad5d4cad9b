package dev.jclip.data.pipeline;

import java.util.List;

/**
 * Images and their captions, B of each; the array is the receiver's own.
 *
 * @param pixels [B, height, width, 3], red, green, blue, each 0..255
 * @param captions of each image
 * @param keys the pairs' names in their data set
 * @param next the position after this batch; a pipeline opened there goes on with the very next
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of pixels, never compared
public record TrainingBatch(
    byte[] pixels, List<String> captions, List<String> keys, DataPosition next) {}
