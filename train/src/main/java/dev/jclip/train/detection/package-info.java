/**
 * Training of a detector beside a CLIP model: each object of an image is matched with one of the
 * image's cells (arXiv 2005.12872), which learns its box and the phrases that name it. Entry class:
 * {@link dev.jclip.train.detection.DetectionObjective}.
 *
 * <p>Letters: B images of a part, N cells of each, Q queries of each, E channels of a query, M
 * objects that were matched.
 */
@NullMarked
package dev.jclip.train.detection;

import org.jspecify.annotations.NullMarked;
