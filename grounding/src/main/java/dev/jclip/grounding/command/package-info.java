/**
 * Instructions in words as a structure. {@link dev.jclip.grounding.command.Utterance} is what a
 * person said: an instruction, an answer to a question, or a correction; {@link
 * dev.jclip.grounding.command.ObjectDescription} is how an object is described in it.
 */
@NullMarked
package dev.jclip.grounding.command;

import org.jspecify.annotations.NullMarked;
