/**
 * The files that checkpoints come in, as named tensors over memory-mapped bytes.
 *
 * <p>{@link dev.jclip.weights.StateDict} opens safetensors files, PyTorch archives and TorchScript
 * archives, each recognised by its content, and {@link dev.jclip.weights.SafetensorsWriter} writes
 * safetensors. Files are untrusted: every length is checked before it is used, nothing stored in a
 * file is ever executed, and whatever is wrong with one is a {@link
 * dev.jclip.error.CheckpointException}. What the tensors mean is decided elsewhere.
 */
@NullMarked
package dev.jclip.weights;

import org.jspecify.annotations.NullMarked;
