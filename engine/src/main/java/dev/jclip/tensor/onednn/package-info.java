/**
 * Matrix products and convolutions by oneDNN, with weights that are laid out for this processor
 * once, and what stands in where oneDNN has none or is wrong. Entry classes: {@link
 * dev.jclip.tensor.onednn.PackedLinear}, {@link dev.jclip.tensor.onednn.PackedConvolution}, {@link
 * dev.jclip.tensor.onednn.IntegerProducts}.
 */
@NullMarked
package dev.jclip.tensor.onednn;

import org.jspecify.annotations.NullMarked;
