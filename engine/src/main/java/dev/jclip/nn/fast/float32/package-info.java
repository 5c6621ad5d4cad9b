/**
 * Linear layers and attention of float32 by {@link dev.jclip.tensor.kernel.Float32Kernel}, and how
 * their parts are shared among threads.
 */
@NullMarked
package dev.jclip.nn.fast.float32;

import org.jspecify.annotations.NullMarked;
