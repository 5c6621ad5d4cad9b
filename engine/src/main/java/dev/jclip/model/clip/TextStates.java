package dev.jclip.model.clip;

import java.util.List;

/**
 * What a text tower holds of one text before it is pooled, as image generators are conditioned on.
 *
 * @param last the tokens after the last block and the final LayerNorm
 * @param penultimate the tokens before the last block
 */
public record TextStates(List<float[]> last, List<float[]> penultimate) {}
