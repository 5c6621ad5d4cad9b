/**
 * Asking an index. Entry class: {@link dev.jclip.search.query.PictureSearch}. Knows {@link
 * dev.jclip.search.IndexSnapshot} and no implementation of it.
 */
@NullMarked
package dev.jclip.search.query;

import org.jspecify.annotations.NullMarked;
