package dev.jclip.nn;

import org.bytedeco.pytorch.Tensor;

/**
 * The tokens at the end of a tower.
 *
 * @param last [B, N, D] after the last block
 * @param penultimate [B, N, D] before the last block
 */
public record HiddenStates(Tensor last, Tensor penultimate) {}
