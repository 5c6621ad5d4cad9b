/**
 * Learning a category from images that people have reviewed. Entry classes: {@code Learner}, {@code
 * LearnedFile}.
 */
@NullMarked
package dev.jclip.moderation.learn;

import org.jspecify.annotations.NullMarked;
