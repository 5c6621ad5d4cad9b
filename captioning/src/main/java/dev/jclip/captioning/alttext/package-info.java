/**
 * Writes alternative texts into images, as XMP, without touching a pixel, and never over a text
 * that a person wrote.
 *
 * <p>The texts stand in the two properties that the IPTC Photo Metadata Standard (2021.1) has for
 * them: {@code Iptc4xmpCore:AltTextAccessibility} and {@code Iptc4xmpCore:ExtDescrAccessibility}.
 *
 * <pre>{@code
 * AltText text = AltText.of("a red mug on a wooden table", "en", "jclip 0.1, model laion/CoCa-ViT-B-32");
 * AltTextFiles.Outcome outcome = AltTextFiles.write(Path.of("mug.jpg"), text);
 * }</pre>
 */
@NullMarked
package dev.jclip.captioning.alttext;

import org.jspecify.annotations.NullMarked;
