package dev.jclip.zeroshot;

/**
 * How well a label fits a picture.
 *
 * @param label the label
 * @param probability in 0..1; all labels of one answer add up to 1
 * @param similarity cosine of the picture's and the label's embeddings, in -1..1
 */
public record LabelScore(String label, double probability, double similarity) {}
