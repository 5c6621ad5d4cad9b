/** Images that are nearly the same. Knows {@link dev.jclip.search.IndexSnapshot} only. */
@NullMarked
package dev.jclip.search.duplicate;

import org.jspecify.annotations.NullMarked;
