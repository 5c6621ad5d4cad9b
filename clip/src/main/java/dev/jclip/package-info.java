/**
 * The front door: {@link dev.jclip.Clip}, a model with its tokenizer and its preprocessing, and
 * {@link dev.jclip.ClipLoader}, which opens one. Nothing else in the module imports this package.
 *
 * <pre>{@code
 * try (Clip clip = Clip.load("openai/clip-vit-base-patch32")) {
 *   float[] image = clip.encodeImage(Path.of("pet.jpg"));
 *   float[] text = clip.encodeText("a photo of a cat");
 *   System.out.println(Embeddings.dot(image, text)); // the cosine similarity
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip;

import org.jspecify.annotations.NullMarked;
