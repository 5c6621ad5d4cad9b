/**
 * An index together with its model, as a command or a server uses it: queries by text and image
 * against the state that was committed last. Entry class: {@link
 * dev.jclip.search.library.PictureLibrary}. Knows {@link dev.jclip.search.IndexSnapshot} and no
 * implementation of it.
 */
@NullMarked
package dev.jclip.search.library;

import org.jspecify.annotations.NullMarked;
