/**
 * Files of class names and prompts. Entry classes: {@link dev.jclip.data.prompt.PromptFiles} and
 * {@link dev.jclip.data.prompt.PromptSet}.
 */
@NullMarked
package dev.jclip.data.prompt;

import org.jspecify.annotations.NullMarked;
