/**
 * The commands of {@code jclip eval}. Entry class: {@link dev.jclip.cli.command.eval.EvalCommand}.
 */
@NullMarked
package dev.jclip.cli.command.eval;

import org.jspecify.annotations.NullMarked;
