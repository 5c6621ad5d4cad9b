/** The vocabulary that a model is trained with. */
@NullMarked
package dev.jclip.train.vocabulary;

import org.jspecify.annotations.NullMarked;
