/**
 * The command that finds what an instruction means in images. Entry class: {@code GroundCommand}.
 */
@NullMarked
package dev.jclip.cli.command.ground;

import org.jspecify.annotations.NullMarked;
