/**
 * Tables of images and what is said of them: delimited text and Parquet, in one form. Entry
 * classes: {@link dev.jclip.data.table.TableFile} and {@link dev.jclip.data.table.Table}.
 */
@NullMarked
package dev.jclip.data.table;

import org.jspecify.annotations.NullMarked;
