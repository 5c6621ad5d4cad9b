package dev.jclip.search.query;

/**
 * A result.
 *
 * @param rank from 1, over all pages
 * @param ordinal the image's in the snapshot
 * @param similarity the cosine with what is wanted, -1 to 1; of an expression, with its only
 *     concept or the sum of those that are not negated
 * @param relevance how surely the image shows what is wanted, 0 to 1
 * @param duplicates how many images nearly the same as this one were left out behind it
 */
public record SearchHit(
    int rank, int ordinal, double similarity, double relevance, int duplicates) {}
