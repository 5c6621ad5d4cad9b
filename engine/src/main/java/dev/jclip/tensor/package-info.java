/**
 * The engine (libtorch through JavaCPP): its start, its threads, and who owns native memory. Entry
 * class: {@link dev.jclip.tensor.TensorScope}. The only package that touches {@code PointerScope}.
 */
@NullMarked
package dev.jclip.tensor;

import org.jspecify.annotations.NullMarked;
