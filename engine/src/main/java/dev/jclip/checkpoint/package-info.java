/**
 * Checkpoints of the CLIP family, recognised by their content, to and from a {@link
 * dev.jclip.model.clip.ClipModel}'s weights. Entry classes: {@link dev.jclip.checkpoint.Checkpoint}
 * and {@link dev.jclip.checkpoint.CheckpointWriter}. The bytes of the files are the matter of
 * {@code dev.jclip.weights}, the names of their tensors that of {@code dev.jclip.weights.keys}.
 */
@NullMarked
package dev.jclip.checkpoint;

import org.jspecify.annotations.NullMarked;
