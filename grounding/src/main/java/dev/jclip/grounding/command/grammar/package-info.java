/**
 * A language as data: words, nouns and rules are read from a file, and sentences are matched with
 * them. {@link dev.jclip.grounding.command.grammar.Grammar} says how such a file is written.
 * Nothing here knows a language, or what the labels of the rules stand for.
 */
@NullMarked
package dev.jclip.grounding.command.grammar;

import org.jspecify.annotations.NullMarked;
