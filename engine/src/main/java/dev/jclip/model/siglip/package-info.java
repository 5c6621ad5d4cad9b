/**
 * SigLIP and SigLIP 2 with images of one size, as transformers and open_clip publish them (arXiv
 * 2303.15343 and 2502.14786). Entry class: {@link dev.jclip.model.siglip.SiglipFamily}.
 *
 * <p>The image tower is a Vision Transformer without a class token, whose tokens are pooled by
 * attention; the text tower is CLIP's, without a causal mask, pooled at its last place. The models
 * are trained with the sigmoid loss, so each logit is a probability by itself.
 */
@NullMarked
package dev.jclip.model.siglip;

import org.jspecify.annotations.NullMarked;
