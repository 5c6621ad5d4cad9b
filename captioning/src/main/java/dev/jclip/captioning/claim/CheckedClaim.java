package dev.jclip.captioning.claim;

/**
 * A claim, compared with its image.
 *
 * @param claim what was compared
 * @param margin the similarity of the claim with the image less that of the nearest counter-claim,
 *     -2 to 2
 * @param nearest the nearest counter-claim
 * @param confidence the share of right claims of its kind whose margin is no larger, 0 to 1; small
 *     if a right claim seldom fits its image so badly
 * @param isSupported whether the confidence reaches the calibration's threshold
 */
public record CheckedClaim(
    Claim claim, double margin, String nearest, double confidence, boolean isSupported) {}
