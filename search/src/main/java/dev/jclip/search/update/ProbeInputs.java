package dev.jclip.search.update;

import dev.jclip.background.UnrelatedTexts;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Texts and images that have nothing to do with what people look for: phrases that nothing can
 * show, single things from everywhere in the world, of which a collection shows few, in words,
 * phrases and long titles, and random patches.
 */
final class ProbeInputs {
  private static final int SIDE = 64;
  private static final long SEED = 1;

  private ProbeInputs() {}

  static List<String> texts() {
    return UnrelatedTexts.all();
  }

  /** Patches of 1 to 32 pixels, in random colours. */
  static List<RgbImage> pictures(int count) {
    var random = new Random(SEED);
    var pictures = new ArrayList<RgbImage>();
    for (int i = 0; i < count; i++) {
      pictures.add(patches(1 << (i % 6), random));
    }
    return pictures;
  }

  private static RgbImage patches(int patch, Random random) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int top = 0; top < SIDE; top += patch) {
      for (int left = 0; left < SIDE; left += patch) {
        byte[] colour = new byte[3];
        random.nextBytes(colour);
        for (int y = top; y < top + patch; y++) {
          for (int x = left; x < left + patch; x++) {
            System.arraycopy(colour, 0, rgb, (y * SIDE + x) * 3, 3);
          }
        }
      }
    }
    return new RgbImage(SIDE, SIDE, rgb);
  }
}
