/**
 * Which of the objects that are seen a description means: {@link
 * dev.jclip.grounding.resolve.Resolver} gives each a probability with its reasons, and one to none
 * of them.
 */
@NullMarked
package dev.jclip.grounding.resolve;

import org.jspecify.annotations.NullMarked;
