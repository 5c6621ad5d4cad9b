/**
 * Checks what a caption says against its image, piece by piece.
 *
 * <p>A caption is cut into claims: the colour of a thing, its kind, how many of it there are, how
 * many things there are in all, and where one lies beside another. Each is compared with the image
 * beside its counter-claims, which are the same words with one of them exchanged. How much nearer
 * the claim must be than the nearest counter-claim is taken from captions that are known to be
 * right ({@link dev.jclip.captioning.claim.ClaimCalibration}).
 *
 * <pre>{@code
 * try (Clip clip = Clip.load("bundled")) {
 *   var checker = new ClaimChecker(clip, ClaimParser.english(), ClaimCalibration.uncalibrated());
 *   CheckedCaption checked = checker.check(clip.encodeImage(Path.of("mug.png")), "a red mug");
 *   checked.unsupported().forEach(claim -> System.out.println(claim.claim().subject()));
 * }
 * }</pre>
 */
@NullMarked
package dev.jclip.captioning.claim;

import org.jspecify.annotations.NullMarked;
