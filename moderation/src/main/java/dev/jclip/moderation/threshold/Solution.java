package dev.jclip.moderation.threshold;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A threshold on a category's evidence, and what it achieves.
 *
 * @param excess the threshold
 * @param falsePositives of the benign images; none where there were none
 * @param recall of the category's images; none where there were none
 * @param shortfall what of the target could not be met, in words; none where all of it is
 * @param moreImages how many images more it would take to show that the target is met; none where
 *     they suffice
 */
public record Solution(
    double excess,
    Optional<Rate> falsePositives,
    Optional<Rate> recall,
    Optional<String> shortfall,
    OptionalInt moreImages) {}
