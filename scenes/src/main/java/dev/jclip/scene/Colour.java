package dev.jclip.scene;

/** Colours of objects. */
public enum Colour {
  RED(200, 26, 30),
  ORANGE(240, 120, 16),
  YELLOW(246, 214, 40),
  GREEN(26, 140, 52),
  TURQUOISE(30, 190, 186),
  BLUE(24, 66, 196),
  PURPLE(112, 34, 158),
  PINK(246, 130, 180),
  BROWN(104, 60, 26),
  WHITE(240, 240, 238),
  GREY(122, 124, 128),
  BLACK(20, 20, 22);

  private final int red;
  private final int green;
  private final int blue;

  Colour(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** As sRGB, 0xRRGGBB. */
  public int srgb() {
    return red << 16 | green << 8 | blue;
  }

  @Override
  public String toString() {
    return Words.of(this);
  }
}
