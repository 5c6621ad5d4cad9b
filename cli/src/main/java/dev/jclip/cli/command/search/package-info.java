/** Indexes of images: made, kept up to date, searched, and cleared of duplicates. */
@NullMarked
package dev.jclip.cli.command.search;

import org.jspecify.annotations.NullMarked;
