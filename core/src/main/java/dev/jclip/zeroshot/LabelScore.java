package dev.jclip.zeroshot;

/**
 * How well a label fits an image.
 *
 * @param label the label
 * @param probability in 0..1. With {@link dev.jclip.embed.ScoreKind#SOFTMAX} the probabilities of
 *     all labels of one answer add up to 1; with {@link dev.jclip.embed.ScoreKind#SIGMOID} each
 *     label has its own, whatever the other labels are
 * @param similarity cosine of the image's and the label's embeddings, in -1..1
 */
public record LabelScore(String label, double probability, double similarity) {}
