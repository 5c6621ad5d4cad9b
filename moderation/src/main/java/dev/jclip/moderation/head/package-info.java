/**
 * Published classifiers on image embeddings. Entry class: {@link dev.jclip.moderation.head.Heads}.
 */
@NullMarked
package dev.jclip.moderation.head;

import org.jspecify.annotations.NullMarked;
