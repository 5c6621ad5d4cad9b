/**
 * Keeping an index like the places where images are found. Entry class: {@link
 * dev.jclip.search.update.IndexBuilder}.
 */
@NullMarked
package dev.jclip.search.update;

import org.jspecify.annotations.NullMarked;
