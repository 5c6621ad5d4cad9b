/**
 * Figures of generated captions against the captions that people wrote: BLEU, ROUGE-L, CIDEr and
 * CIDEr-D with the numbers of COCO's evaluation code, and CLIPScore; and against what is known of
 * the images: {@link dev.jclip.eval.metric.caption.MentionMetrics}.
 *
 * <p>The former compare words as {@link dev.jclip.eval.metric.caption.CaptionWords} cuts them.
 * COCO's code cuts with the tokenizer of the Penn Treebank instead, which is not shipped; captions
 * that have no hyphens, abbreviations or quotation marks give the same words either way.
 *
 * <pre>{@code
 * var captions = List.of(CaptionPair.of("a red mug", List.of("A red mug.", "one mug")));
 * for (Metric metric : CaptionMetrics.of(captions)) {
 *   System.out.println(metric.name() + " " + metric.value());
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip.eval.metric.caption;

import org.jspecify.annotations.NullMarked;
