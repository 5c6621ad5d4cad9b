/**
 * Keeping an index like the places where pictures are found. Entry class: {@link
 * dev.jclip.search.build.IndexBuilder}.
 */
@NullMarked
package dev.jclip.search.build;

import org.jspecify.annotations.NullMarked;
