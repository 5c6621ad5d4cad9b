/** The options that several commands share, and what a command line's mistakes are told with. */
@NullMarked
package dev.jclip.cli.option;

import org.jspecify.annotations.NullMarked;
