/**
 * Images with captions to train on, not decoded, in orders that are functions of numbers. Entry
 * class: {@link dev.jclip.data.pair.PairSources}.
 */
@NullMarked
package dev.jclip.data.pair;

import org.jspecify.annotations.NullMarked;
