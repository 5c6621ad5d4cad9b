/**
 * OWL-ViT and OWLv2, which find objects in images by texts or by images of such objects (arXiv
 * 2205.06230 and 2306.09683), as transformers publishes them. Entry classes: {@link
 * dev.jclip.model.owl.OwlFamily} and {@link dev.jclip.model.owl.OwlImageTower}.
 *
 * <p>The towers are CLIP's. Each patch of an image, a cell of the grid, may be the place of one
 * object: heads give it a box and a vector that is compared with those of the queries. In the
 * letters of shapes, N are the cells of an image, Q the queries, D the channels of the image tower
 * and E those of the queries.
 */
@NullMarked
package dev.jclip.model.owl;

import org.jspecify.annotations.NullMarked;
