package dev.jclip.cli.command.detect;

import dev.jclip.detect.Box;
import dev.jclip.detect.Mask;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which pixels of an image belong to an object.
 *
 * @param pixels column by column from the left, each from above, as COCO counts them; not to be
 *     changed
 */
record Region(int width, int height, BitSet pixels) {
  /** The pixels in a box that belong to what a query asks for at least so probably. */
  static Region of(Mask mask, Box box, double threshold) {
    int width = mask.imageWidth();
    int height = mask.imageHeight();
    Box inside = box.within(width, height);
    var pixels = new BitSet(width * height);
    for (int x = first(inside.left()); x + 0.5 < inside.right(); x++) {
      for (int y = first(inside.top()); y + 0.5 < inside.bottom(); y++) {
        if (mask.at(x + 0.5, y + 0.5) >= threshold) {
          pixels.set(x * height + y);
        }
      }
    }
    return new Region(width, height, pixels);
  }

  /** The first pixel whose centre is not before a side. */
  private static int first(double side) {
    return (int) Math.ceil(side - 0.5);
  }

  boolean contains(int x, int y) {
    return pixels.get(x * height + y);
  }

  /** How many pixels there are. */
  int area() {
    return pixels.cardinality();
  }

  /** How many pixels in turn are outside and inside, beginning with those outside. */
  List<Integer> runLengths() {
    var lengths = new ArrayList<Integer>();
    int end = width * height;
    int at = 0;
    for (boolean inside = false; at < end; inside = !inside) {
      int next = inside ? pixels.nextClearBit(at) : pixels.nextSetBit(at);
      int until = next < 0 ? end : Math.min(next, end);
      lengths.add(until - at);
      at = until;
    }
    return lengths;
  }

  /** White where the object is, and black elsewhere. */
  BufferedImage image() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, contains(x, y) ? 0xffffff : 0);
      }
    }
    return image;
  }
}
