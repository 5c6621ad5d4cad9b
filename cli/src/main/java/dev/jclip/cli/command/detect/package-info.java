/** The command that finds objects in images: what is looked for, and what becomes of it. */
@NullMarked
package dev.jclip.cli.command.detect;

import org.jspecify.annotations.NullMarked;
