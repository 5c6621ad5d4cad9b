/**
 * An index together with its model, as a program, a command or a server uses it: queries by text
 * and image against the state that was committed last. Entry class: {@link
 * dev.jclip.search.library.PictureLibrary}, whose {@code open} is the only place here that knows
 * which kind of index is in a folder.
 *
 * <pre>{@code
 * try (PictureLibrary library = PictureLibrary.open(Path.of("photos.index"), clip)) {
 *   library.update(List.of(Path.of("photos")));
 *   for (FoundPicture found : library.search("red shoe", 10)) {
 *     System.out.println(found.id() + " " + found.relevance());
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip.search.library;

import org.jspecify.annotations.NullMarked;
