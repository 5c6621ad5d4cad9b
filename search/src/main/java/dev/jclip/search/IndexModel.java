package dev.jclip.search;

/**
 * The model whose vectors an index holds.
 *
 * @param name how it was called, so that queries can load it
 * @param fingerprint of the space in which its vectors lie
 * @param dimension length E of the vectors
 */
public record IndexModel(String name, String fingerprint, int dimension) {
  /**
   * Checks that another model's vectors may be compared with those of the index.
   *
   * @throws OtherModelException if they lie in another space
   */
  public void requireSame(IndexModel other, String index) {
    if (!fingerprint.equals(other.fingerprint)) {
      throw new OtherModelException(
          ("%s: holds vectors of %s (%d values, fingerprint %.12s), which say nothing about vectors"
                  + " of %s (%d values, fingerprint %.12s); query with the index's own model, or embed its"
                  + " images anew with the other one")
              .formatted(
                  index,
                  name,
                  dimension,
                  fingerprint,
                  other.name,
                  other.dimension,
                  other.fingerprint));
    }
  }
}
