package dev.jclip.grounding.resolve;

/**
 * How well a part of a description fits an object.
 *
 * @param probability that it does; parts above 0.5 speak for the object, those below against it
 */
public record Reason(Part part, double probability) {
  /** Whether the part speaks against the object. */
  public boolean against() {
    return probability < 0.5;
  }
}
