/**
 * Where images are found, with what is said of them beside: folders, shards, tables. Entry class:
 * {@link dev.jclip.search.source.PictureSources}. Knows nothing of indexes.
 */
@NullMarked
package dev.jclip.search.source;

import org.jspecify.annotations.NullMarked;
