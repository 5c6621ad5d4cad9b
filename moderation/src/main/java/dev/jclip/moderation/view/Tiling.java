package dev.jclip.moderation.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The parts of an image that are looked at one by one, so that small objects count.
 *
 * @param scales how many sizes of tiles there are, 1 or more. At scale 1 there is the image as a
 *     whole; at scale n there are squares whose side is the image's shorter side divided by
 *     2^(n-1), one about every half of a side
 */
public record Tiling(int scales) {
  /** The image as a whole, and nothing else. */
  public static final Tiling WHOLE = new Tiling(1);

  private static final int MAX_SCALES = 4;
  private static final int MIN_SIDE = 8;

  /** The tiles of a very oblong image are larger, so that no image has more than some thousands. */
  private static final int MAX_SIDES_IN_A_ROW = 128;

  /** Checks the number. */
  public Tiling {
    if (scales < 1 || scales > MAX_SCALES) {
      throw new IllegalArgumentException(
          "scales: expected 1 to %d, found %d".formatted(MAX_SCALES, scales));
    }
  }

  /** The parts of an image, the whole first. Tiles of less than 8 pixels are left out. */
  public List<Box> boxes(int width, int height) {
    var boxes = new LinkedHashSet<Box>();
    boxes.add(new Box(0, 0, width, height));
    for (int scale = 2; scale <= scales; scale++) {
      int shorter = Math.min(width, height);
      int smallest = Math.ceilDiv(Math.max(width, height), MAX_SIDES_IN_A_ROW);
      int side = Math.max(shorter >> (scale - 1), Math.min(smallest, shorter));
      if (side < MIN_SIDE) {
        break;
      }
      for (int y : starts(height, side)) {
        for (int x : starts(width, side)) {
          boxes.add(new Box(x, y, side, side));
        }
      }
    }
    return List.copyOf(boxes);
  }

  /** Evenly spread, about half a side apart, the last one at the end. */
  private static List<Integer> starts(int length, int side) {
    int steps = Math.min(Math.ceilDiv(2 * (length - side), side), 2 * MAX_SIDES_IN_A_ROW);
    var starts = new ArrayList<Integer>();
    for (int i = 0; i <= steps; i++) {
      starts.add(steps == 0 ? 0 : (int) Math.round((double) i * (length - side) / steps));
    }
    return starts;
  }
}
