/** One class for each command of {@code jclip}. */
@NullMarked
package dev.jclip.cli.command;

import org.jspecify.annotations.NullMarked;
