/**
 * {@code jclip bench}: how fast a model is on this machine, beside other implementations where they
 * are installed.
 */
@NullMarked
package dev.jclip.cli.command.bench;

import org.jspecify.annotations.NullMarked;
