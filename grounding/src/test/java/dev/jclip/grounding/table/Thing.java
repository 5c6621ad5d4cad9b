package dev.jclip.grounding.table;

/**
 * An object on a table.
 *
 * @param x of its centre, to the right
 * @param y of its lowest point, upwards
 * @param z of its centre, towards the viewer
 * @param support id of what carries it, or -1
 */
public record Thing(
    int id,
    String noun,
    String colour,
    String material,
    boolean large,
    double x,
    double y,
    double z,
    int support) {
  private static double scale(boolean large) {
    return large ? 1 : 0.62;
  }

  public double radius() {
    return scale(large)
        * switch (noun) {
          case "ball", "bowl" -> 0.45;
          case "bottle" -> 0.28;
          case "mug" -> 0.4;
          default -> 0.58;
        };
  }

  public double height() {
    return scale(large)
        * switch (noun) {
          case "ball" -> 0.9;
          case "bottle" -> 1.3;
          case "mug", "cube" -> 0.75;
          case "book" -> 0.2;
          case "plate" -> 0.1;
          default -> 0.5;
        };
  }

  public boolean carries() {
    return large
        && switch (noun) {
          case "book", "plate", "cube", "box" -> true;
          default -> false;
        };
  }

  public String size() {
    return large ? "large" : "small";
  }
}
