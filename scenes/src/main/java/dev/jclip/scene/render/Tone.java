package dev.jclip.scene.render;

/** Linear light as the levels of an image. */
final class Tone {
  static final double GAMMA = 2.2;

  private static final int STEPS = 4096;
  private static final byte[] LEVELS = levels();

  private Tone() {}

  private static byte[] levels() {
    var levels = new byte[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      levels[i] = (byte) Math.round(255 * StrictMath.pow((double) i / STEPS, 1 / GAMMA));
    }
    return levels;
  }

  /** The level, 0..255, of light between 0 and 1; brighter light is compressed towards 1. */
  static byte level(double light) {
    double shoulder = light < 0.8 ? light : 0.8 + 0.2 * (1 - 1 / (1 + (light - 0.8) / 0.2));
    return LEVELS[(int) Math.round(STEPS * Math.clamp(shoulder, 0, 1))];
  }
}
