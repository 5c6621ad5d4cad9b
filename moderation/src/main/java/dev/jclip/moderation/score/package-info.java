/**
 * Scores of embedded images for the categories of a policy. Entry class: {@link
 * dev.jclip.moderation.score.PolicyScorer}.
 */
@NullMarked
package dev.jclip.moderation.score;

import org.jspecify.annotations.NullMarked;
