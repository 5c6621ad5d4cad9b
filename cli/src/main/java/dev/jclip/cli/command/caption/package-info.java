/** The command that describes images in words. Entry class: {@code CaptionCommand}. */
@NullMarked
package dev.jclip.cli.command.caption;

import org.jspecify.annotations.NullMarked;
