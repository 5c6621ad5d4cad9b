/** Parts and changes of images that are looked at. */
@NullMarked
package dev.jclip.moderation.view;

import org.jspecify.annotations.NullMarked;
