package dev.jclip.cli.command.detect;

import dev.jclip.Detector;
import dev.jclip.detect.Box;
import dev.jclip.detect.ExampleChoice;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object in an image that others are to be like.
 *
 * @param label what it is called: as it was typed
 * @param box where the object is, unless it fills the image
 */
record Example(String label, RgbImage image, Optional<Box> box) {
  private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
  private static final Pattern WITH_BOX =
      Pattern.compile("(.+)@%s,%s,%s,%s".formatted(NUMBER, NUMBER, NUMBER, NUMBER), Pattern.DOTALL);

  /**
   * Reads what was typed: a file's name, and after an at sign the corners of a box.
   *
   * @throws IllegalArgumentException if the box is none, or not in the image
   * @throws dev.jclip.error.ImageException if the image cannot be read
   */
  static Example read(String argument, ImageDecoder decoder) {
    Matcher parts = WITH_BOX.matcher(argument);
    if (!parts.matches()) {
      return new Example(argument, decoder.decode(file(argument)), Optional.empty());
    }
    RgbImage image = decoder.decode(file(parts.group(1)));
    return new Example(argument, image, Optional.of(box(argument, parts, image)));
  }

  private static Path file(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "--like %s: expected the name of an image: %s".formatted(name, e.getReason()), e);
    }
  }

  private static Box box(String argument, Matcher parts, RgbImage image) {
    double left = Double.parseDouble(parts.group(2));
    double top = Double.parseDouble(parts.group(3));
    double right = Double.parseDouble(parts.group(4));
    double bottom = Double.parseDouble(parts.group(5));
    boolean lies =
        left >= 0
            && top >= 0
            && left < right
            && top < bottom
            && right <= image.width()
            && bottom <= image.height();
    if (!lies) {
      throw new IllegalArgumentException(
          "--like %s: expected the left, upper, right and lower side of a box in the image of %dx%d pixels"
              .formatted(argument, image.width(), image.height()));
    }
    return new Box(left, top, right, bottom);
  }

  /** What a detector looks for. */
  Detector.Query query(Detector detector, ExampleChoice choice) {
    return detector.queryLike(label, image, box.orElseGet(() -> detector.whole(image)), choice);
  }

  /** The object without what is around it. */
  RgbImage object() {
    return box.map(this::part).orElse(image);
  }

  private RgbImage part(Box part) {
    int left = (int) part.left();
    int top = (int) part.top();
    int width = (int) Math.ceil(part.right()) - left;
    int height = (int) Math.ceil(part.bottom()) - top;
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          image.rgb(), 3 * ((top + y) * image.width() + left), rgb, 3 * y * width, 3 * width);
    }
    return new RgbImage(width, height, rgb);
  }
}
