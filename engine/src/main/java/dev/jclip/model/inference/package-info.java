/**
 * Models as programs use them: arrays in, arrays out. Entry class: {@link
 * dev.jclip.model.inference.ModelEncoder}, which builds a tower when it is first used and cuts
 * batches into parts for the cores.
 */
@NullMarked
package dev.jclip.model.inference;

import org.jspecify.annotations.NullMarked;
