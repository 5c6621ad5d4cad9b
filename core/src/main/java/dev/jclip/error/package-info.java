/**
 * The exceptions of jclip, one small unchecked tree; every package may import this one.
 *
 * <pre>{@code
 * try (Clip clip = Clip.load("organisation/model")) {
 *   System.out.println(clip.encodeText("a cat").length);
 * } catch (ClipException e) {
 *   System.err.println(e.getMessage()); // says what is wrong, where, and what to do
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip.error;

import org.jspecify.annotations.NullMarked;
