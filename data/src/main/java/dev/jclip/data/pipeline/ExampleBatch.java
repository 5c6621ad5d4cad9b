package dev.jclip.data.pipeline;

import java.util.List;

/**
 * Images and what is known of them, B of each; the array is the receiver's own.
 *
 * @param pixels [B, height, width, 3], red, green, blue, each 0..255
 * @param annotations what is known of each image
 * @param keys the images' names in their data set
 * @param next the position after this batch; a pipeline opened there goes on with the very next
 * @param <A> what is known of an image
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of pixels, never compared
public record ExampleBatch<A>(
    byte[] pixels, List<A> annotations, List<String> keys, DataPosition next) {}
