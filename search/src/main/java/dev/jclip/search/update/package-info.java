/**
 * Keeping an index like the places where images are found. Entry class: {@link
 * dev.jclip.search.update.IndexBuilder}.
 *
 * <pre>{@code
 * new IndexBuilder(index, () -> new ModelEmbedder(clip, "bundled"), new IndexListener() {})
 *     .update(PictureSources.of(List.of("photos")));
 * }</pre>
 */
@NullMarked
package dev.jclip.search.update;

import org.jspecify.annotations.NullMarked;
