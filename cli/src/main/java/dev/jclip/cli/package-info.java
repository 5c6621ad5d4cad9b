/**
 * The {@code jclip} command: its start, its options shared by all commands, its inputs and its
 * output. Entry class: {@link dev.jclip.cli.Main}. The only module that wires everything together.
 */
@NullMarked
package dev.jclip.cli;

import org.jspecify.annotations.NullMarked;
