/**
 * What follows from a resolution: {@link dev.jclip.grounding.decision.Decision} is the objects, a
 * question that tells those apart that may be meant, or that nothing that is seen is meant.
 */
@NullMarked
package dev.jclip.grounding.decision;

import org.jspecify.annotations.NullMarked;
