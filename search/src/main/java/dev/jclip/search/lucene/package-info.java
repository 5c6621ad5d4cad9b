/**
 * The index on Lucene: one index holds vectors, metadata and text, so that each commit is of all of
 * them. Entry classes: {@link dev.jclip.search.lucene.LuceneIndex} to write and {@link
 * dev.jclip.search.lucene.LuceneSnapshot} to read; nothing outside of this package knows Lucene.
 *
 * <p>A document has the fields of {@link dev.jclip.search.lucene.PictureDocument}. A commit's user
 * data says which model and format the index is of ({@link dev.jclip.search.lucene.CommitData}).
 */
@NullMarked
package dev.jclip.search.lucene;

import org.jspecify.annotations.NullMarked;
