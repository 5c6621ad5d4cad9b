/**
 * CLIPSeg, which says for each pixel of an image whether it belongs to what a text or another image
 * shows (arXiv 2112.10003), as transformers publishes it. Entry classes: {@link
 * dev.jclip.model.clipseg.ClipSegFamily} and {@link dev.jclip.model.clipseg.ClipSegModel}.
 *
 * <p>CLIP's towers stay as they are. A small decoder reads the image tower's tokens behind some of
 * its blocks, the deepest first, and is told by the prompt's embedding what to look for.
 */
@NullMarked
package dev.jclip.model.clipseg;

import org.jspecify.annotations.NullMarked;
