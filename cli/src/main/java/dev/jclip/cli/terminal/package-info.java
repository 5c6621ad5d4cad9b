/**
 * The terminal: its size, the screen that progress is drawn on, standard output, and exit codes.
 */
@NullMarked
package dev.jclip.cli.terminal;

import org.jspecify.annotations.NullMarked;
