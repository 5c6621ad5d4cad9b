/**
 * What a CLIP model is, as immutable data: the architecture of both towers, what they compute in,
 * and the dtypes of stored tensors. Entry class: {@link dev.jclip.config.ClipConfig}.
 *
 * <pre>{@code
 * ClipConfig config = clip.config();
 * System.out.println(config.embedDim() + " values for each image and each text");
 * System.out.println(config.text().contextLength() + " tokens at the most");
 * }</pre>
 */
@NullMarked
package dev.jclip.config;

import org.jspecify.annotations.NullMarked;
