package dev.jclip.captioning.claim;

import java.util.List;

/**
 * A caption with its claims.
 *
 * @param text the caption
 * @param claims all that it claims, in its order
 */
public record CheckedCaption(String text, List<CheckedClaim> claims) {
  /** Copies the list. */
  public CheckedCaption {
    claims = List.copyOf(claims);
  }

  /** The claims that the image does not support. */
  public List<CheckedClaim> unsupported() {
    return claims.stream().filter(claim -> !claim.isSupported()).toList();
  }

  /** Whether the image supports all claims. */
  public boolean isSupported() {
    return unsupported().isEmpty();
  }

  /** The confidence of the least certain claim, 0 to 1; 1 if there is none. */
  public double confidence() {
    return claims.stream().mapToDouble(CheckedClaim::confidence).min().orElse(1);
  }
}
