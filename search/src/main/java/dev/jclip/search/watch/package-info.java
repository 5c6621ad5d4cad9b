/**
 * Keeping an index like its sources while these change. Entry class: {@link
 * dev.jclip.search.watch.IndexWatcher}.
 */
@NullMarked
package dev.jclip.search.watch;

import org.jspecify.annotations.NullMarked;
