/** The command that moderates images and texts. Entry class: {@code ModerateCommand}. */
@NullMarked
package dev.jclip.cli.command.moderate;

import org.jspecify.annotations.NullMarked;
