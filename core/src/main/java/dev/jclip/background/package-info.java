/** What has nothing to do with what is looked for, and tells what chance gives. */
@NullMarked
package dev.jclip.background;

import org.jspecify.annotations.NullMarked;
