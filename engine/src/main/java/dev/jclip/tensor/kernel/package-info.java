/**
 * oneDNN's innermost kernels, called through the foreign function interface on panels of weights,
 * and the loops over rows that stand beside them. Entry class: {@link
 * dev.jclip.tensor.kernel.BlockKernel}.
 */
@NullMarked
package dev.jclip.tensor.kernel;

import org.jspecify.annotations.NullMarked;
