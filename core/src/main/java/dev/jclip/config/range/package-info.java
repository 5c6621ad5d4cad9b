/** The ranges that sizes in a configuration must lie in. */
@NullMarked
package dev.jclip.config.range;

import org.jspecify.annotations.NullMarked;
