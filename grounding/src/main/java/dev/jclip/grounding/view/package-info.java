/**
 * What is seen at one moment, as the seam between what looks at images and the resolution: {@link
 * dev.jclip.grounding.view.View} finds objects by a noun and compares what they look like with
 * words; {@link dev.jclip.grounding.view.ImageView} is one over an image, a detector and CLIP.
 */
@NullMarked
package dev.jclip.grounding.view;

import org.jspecify.annotations.NullMarked;
