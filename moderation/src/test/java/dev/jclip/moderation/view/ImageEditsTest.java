package dev.jclip.moderation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.image.RgbImage;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageEditsTest {
  /** Each pixel says where it is; blue is 7. */
  private static RgbImage image(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[3 * (y * width + x)] = (byte) x;
        rgb[3 * (y * width + x) + 1] = (byte) y;
        rgb[3 * (y * width + x) + 2] = 7;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static int[] pixel(RgbImage image, int x, int y) {
    int at = 3 * (y * image.width() + x);
    return new int[] {
      image.rgb()[at] & 0xff, image.rgb()[at + 1] & 0xff, image.rgb()[at + 2] & 0xff
    };
  }

  @Test
  void aPartHasThePixelsOfItsPlace() {
    RgbImage part = ImageEdits.crop(image(200, 100), new Box(150, 20, 50, 80));

    assertThat(part.width()).isEqualTo(50);
    assertThat(part.height()).isEqualTo(80);
    assertThat(pixel(part, 0, 0)).containsExactly(150, 20, 7);
    assertThat(pixel(part, 49, 0)).containsExactly(199, 20, 7);
    assertThat(pixel(part, 49, 79)).containsExactly(199, 99, 7);
  }

  @Test
  void theWholeIsTheImageItself() {
    RgbImage image = image(20, 10);

    assertThat(ImageEdits.crop(image, new Box(0, 0, 20, 10))).isSameAs(image);
    assertThat(ImageEdits.crop(image, new Box(0, 0, 20, 9)).height()).isEqualTo(9);
  }

  @Test
  void aFlipExchangesLeftAndRight() {
    RgbImage image = image(5, 3);
    RgbImage flipped = ImageEdits.flip(image);

    assertThat(pixel(flipped, 0, 1)).containsExactly(4, 1, 7);
    assertThat(pixel(flipped, 2, 2)).containsExactly(2, 2, 7);
    assertThat(ImageEdits.flip(flipped).rgb()).isEqualTo(image.rgb());
  }

  @Test
  void everydayChangesShowTheSame() {
    RgbImage image = image(100, 60);
    byte[] before = image.rgb().clone();

    List<RgbImage> changes = ImageEdits.everydayChanges(image);

    assertThat(image.rgb()).isEqualTo(before);
    assertThat(changes)
        .extracting(change -> change.width() + "x" + change.height())
        .containsExactly("90x54", "100x60", "50x30", "100x60");
    assertThat(pixel(changes.get(0), 0, 0)).containsExactly(5, 3, 7);
    assertThat(pixel(changes.get(0), 89, 53)).containsExactly(94, 56, 7);
    assertThat(changes.get(1).rgb()).isEqualTo(ImageEdits.flip(image).rgb());
    assertThat(pixel(changes.get(2), 25, 15)[0]).isCloseTo(50, within(2));
    assertThat(pixel(changes.get(2), 25, 15)[1]).isCloseTo(30, within(2));
    assertThat(changes.get(3).rgb()).isNotEqualTo(before);
    assertThat(pixel(changes.get(3), 50, 30)[0]).isCloseTo(50, within(16));
  }

  @Test
  void theSmallestImageCanBeChanged() {
    assertThat(ImageEdits.everydayChanges(image(1, 1)))
        .hasSize(4)
        .allMatch(change -> change.width() == 1 && change.height() == 1);
  }

  @Test
  void aBlurredPartShowsSixBySixColoursAtMost() {
    RgbImage image = image(100, 80);
    byte[] before = image.rgb().clone();
    Box box = new Box(10, 20, 60, 48);

    RgbImage blurred = ImageEdits.blur(image, box);

    assertThat(image.rgb()).isEqualTo(before);
    var colours = new HashSet<List<Integer>>();
    for (int y = 0; y < 80; y++) {
      for (int x = 0; x < 100; x++) {
        int[] found = pixel(blurred, x, y);
        if (x >= 10 && x < 70 && y >= 20 && y < 68) {
          colours.add(List.of(found[0], found[1], found[2]));
          assertThat(found[0]).isCloseTo(x, within(5)); // the mean of ten columns around
        } else {
          assertThat(found).containsExactly(x, y, 7);
        }
      }
    }
    assertThat(colours).hasSize(6 * 5);
    assertThat(pixel(blurred, 10, 20)).containsExactly(14, 24, 7); // of 10 to 19 and 20 to 29
  }

  @Test
  void aPartOfOnePixelIsItsOwnMean() {
    RgbImage image = image(3, 3);

    assertThat(ImageEdits.blur(image, new Box(2, 2, 1, 1)).rgb()).isEqualTo(image.rgb());
  }
}
