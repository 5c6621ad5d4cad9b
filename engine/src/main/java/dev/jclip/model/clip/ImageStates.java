package dev.jclip.model.clip;

import java.util.List;

/**
 * What an image tower holds of one image before it is pooled.
 *
 * @param last the tokens after the last block: for a Vision Transformer the class token and then
 *     the patches, before the final LayerNorm; for a ResNet the cells of its last stage
 * @param penultimate the tokens before the last block, or the cells of the stage before the last
 * @param patches each patch by itself in the shared space, row by row from the top left, of length
 *     E and not normalised: their cosine with a text is a coarse heat map
 */
public record ImageStates(List<float[]> last, List<float[]> penultimate, List<float[]> patches) {}
