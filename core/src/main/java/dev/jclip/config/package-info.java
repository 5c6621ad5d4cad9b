/**
 * What a CLIP model is, as immutable data: the architecture of both towers, what they compute in,
 * and the dtypes of stored tensors. Entry class: {@link dev.jclip.config.ClipConfig}.
 */
@NullMarked
package dev.jclip.config;

import org.jspecify.annotations.NullMarked;
