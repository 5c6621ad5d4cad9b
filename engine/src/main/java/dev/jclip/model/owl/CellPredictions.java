package dev.jclip.model.owl;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What the heads say of each cell of images.
 *
 * @param boxes [B, N, 4] centre, width and height, as parts of the image's sides
 * @param embeddings [B, N, E] what is compared with queries, not normalised
 * @param shift [B, N] what is added to cosines
 * @param scale [B, N] what they are then multiplied with
 * @param objectness [B, N] logits of the cell holding an object at all, in OWLv2
 */
public record CellPredictions(
    Tensor boxes, Tensor embeddings, Tensor shift, Tensor scale, Optional<Tensor> objectness) {}
