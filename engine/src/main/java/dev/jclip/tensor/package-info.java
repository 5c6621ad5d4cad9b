/**
 * Tensors of the engine (libtorch through JavaCPP), and who owns their memory. Entry class: {@link
 * dev.jclip.tensor.TensorScope}. The only package that touches {@code PointerScope}.
 */
@NullMarked
package dev.jclip.tensor;

import org.jspecify.annotations.NullMarked;
