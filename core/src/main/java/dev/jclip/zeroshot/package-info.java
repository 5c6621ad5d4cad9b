/**
 * Zero-shot classification: labels and prompt templates in, a classifier of images out (arXiv
 * 2103.00020, section 3.1). Entry class: {@link dev.jclip.zeroshot.ZeroShotClassifier}. Knows
 * encoders only, no engine.
 *
 * <pre>{@code
 * ZeroShotClassifier classifier =
 *     ZeroShotClassifier.of(clip, List.of("cat", "dog"), PromptTemplates.photo());
 * LabelScore best = classifier.classify(clip.decode(Path.of("pet.jpg"))).getFirst();
 * System.out.println(best.label() + " " + best.probability());
 * }</pre>
 */
@NullMarked
package dev.jclip.zeroshot;

import org.jspecify.annotations.NullMarked;
