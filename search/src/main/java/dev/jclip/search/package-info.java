/**
 * Images found by describing them. Entry classes: {@link dev.jclip.search.EmbeddingIndex}, which
 * keeps vectors and what is known of images, {@link dev.jclip.search.update.IndexBuilder}, which
 * fills it, and {@link dev.jclip.search.query.PictureSearch}, which asks it.
 *
 * <pre>{@code
 * try (LuceneIndex index = LuceneIndex.open(Path.of("photos.index"));
 *     IndexSnapshot snapshot = index.snapshot()) {
 *   System.out.println(snapshot.size() + " images by " + snapshot.model().name());
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip.search;

import org.jspecify.annotations.NullMarked;
