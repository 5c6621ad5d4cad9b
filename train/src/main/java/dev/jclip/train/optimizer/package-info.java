/**
 * What changes parameters by their gradients. Entry class: {@link dev.jclip.train.optimizer.AdamW}.
 */
@NullMarked
package dev.jclip.train.optimizer;

import org.jspecify.annotations.NullMarked;
