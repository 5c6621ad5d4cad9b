/**
 * The start of the {@code jclip} command: {@link dev.jclip.cli.Main} reads the command line and
 * runs the command that it names.
 */
@NullMarked
package dev.jclip.cli;

import org.jspecify.annotations.NullMarked;
