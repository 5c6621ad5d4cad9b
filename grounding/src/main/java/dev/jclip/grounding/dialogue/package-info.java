/**
 * Instructions, answers and corrections over several turns: {@link
 * dev.jclip.grounding.dialogue.Dialogue} keeps what was spoken of and what waits for an answer, and
 * gives the tasks with their objects once all of them are known.
 */
@NullMarked
package dev.jclip.grounding.dialogue;

import org.jspecify.annotations.NullMarked;
