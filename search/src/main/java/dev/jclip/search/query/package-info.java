/**
 * Asking an index. Entry class: {@link dev.jclip.search.query.PictureSearch}. Knows {@link
 * dev.jclip.search.IndexSnapshot} and no implementation of it.
 *
 * <pre>{@code
 * var query = new QueryVector(clip.encodeText("a red shoe"), QueryVector.Kind.TEXT);
 * for (SearchHit hit : new PictureSearch(snapshot).find(SearchRequest.nearest(query, 10))) {
 *   System.out.println(snapshot.picture(hit.ordinal()).id() + " " + hit.relevance());
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip.search.query;

import org.jspecify.annotations.NullMarked;
