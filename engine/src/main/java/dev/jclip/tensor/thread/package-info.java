/** Work shared among the engine's own threads. */
@NullMarked
package dev.jclip.tensor.thread;

import org.jspecify.annotations.NullMarked;
