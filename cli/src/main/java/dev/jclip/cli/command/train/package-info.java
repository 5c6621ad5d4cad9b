/** {@code jclip train}. Entry class: {@link dev.jclip.cli.command.train.TrainCommand}. */
@NullMarked
package dev.jclip.cli.command.train;

import org.jspecify.annotations.NullMarked;
