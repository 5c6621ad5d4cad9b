/**
 * What the rest of jclip sees of a model: images and texts in, vectors of one space out. Entry
 * class: {@link dev.jclip.embed.ImageTextEncoder}. Knows no engine, so that tests can put a fake
 * here.
 *
 * <pre>{@code
 * float[] image = clip.encodeImage(clip.decode(Path.of("pet.jpg")));
 * double similarity = Embeddings.dot(image, clip.encodeText("a photo of a cat"));
 * }</pre>
 */
@NullMarked
package dev.jclip.embed;

import org.jspecify.annotations.NullMarked;
