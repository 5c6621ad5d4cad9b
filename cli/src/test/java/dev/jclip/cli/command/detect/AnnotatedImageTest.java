package dev.jclip.cli.command.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.image.RgbImage;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnotatedImageTest {
  private static RgbImage black(int width, int height) {
    return new RgbImage(width, height, new byte[3 * width * height]);
  }

  private static FoundObject object(int query, String label, Box box) {
    return new FoundObject(new Detection(query, label, 0.5, box), Optional.empty());
  }

  /** The smallest rectangle that holds all that is not black. */
  private static Rectangle drawn(BufferedImage image) {
    var bounds = new Rectangle(-1, -1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xffffff) != 0) {
          bounds.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return bounds;
  }

  @Test
  void imagesWithoutDetectionsStayAsTheyAre() {
    BufferedImage image = new AnnotatedImage(black(700, 30), List.of()).drawn();
    assertThat(image.getWidth()).isEqualTo(700);
    assertThat(drawn(image).isEmpty()).isTrue();
    FoundObject beyond = object(0, "mug", new Box(800, 3, 900, 9));
    assertThat(drawn(new AnnotatedImage(black(700, 30), List.of(beyond)).drawn()).isEmpty())
        .isTrue();
  }

  @Test
  void theLabelStandsAboveTheBoxAndTheBoxAtItsPixels() {
    FoundObject mug = object(0, "mug", new Box(100, 200, 400, 300));
    Rectangle drawn = drawn(new AnnotatedImage(black(700, 400), List.of(mug)).drawn());
    assertThat(drawn.x).isEqualTo(100);
    assertThat(drawn.x + drawn.width).isEqualTo(400);
    assertThat(drawn.y).isBetween(170, 190);
    assertThat(drawn.y + drawn.height).isEqualTo(300);
  }

  @Test
  void smallImagesAreDrawnLarger() {
    FoundObject mug = object(0, "mug", new Box(10, 40, 90, 50));
    BufferedImage image = new AnnotatedImage(black(100, 60), List.of(mug)).drawn();
    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(360);
    assertThat(drawn(image).x).isEqualTo(60);
  }

  @Test
  void labelsStayInTheImageAndApart() {
    Box corner = new Box(-20, -20, 5, 5);
    FoundObject cut = object(0, "a mug of a very long description ".repeat(9), corner);
    AnnotatedImage image = new AnnotatedImage(black(320, 64), List.of(cut));
    assertThat(drawn(image.drawn()).x).isZero();
    assertThat(drawn(image.drawn()).y).isZero();

    FoundObject mug = object(0, "mug", new Box(100, 200, 400, 300));
    FoundObject same = object(1, "jug", new Box(100, 200, 400, 300));
    BufferedImage one = new AnnotatedImage(black(700, 400), List.of(mug)).drawn();
    BufferedImage both = new AnnotatedImage(black(700, 400), List.of(mug, same)).drawn();
    assertThat(drawn(both)).isEqualTo(drawn(one)); // the second label is at the box's other end
    Rectangle label = new Rectangle(100, drawn(one).y, 60, 200 - drawn(one).y);
    for (int y = label.y; y < label.y + label.height; y++) {
      for (int x = label.x; x < label.x + label.width; x++) {
        assertThat(both.getRGB(x, y)).isEqualTo(one.getRGB(x, y));
      }
    }
    assertThat(both.getRGB(398, label.y + 1)).isNotEqualTo(one.getRGB(398, label.y + 1));
  }

  @Test
  void queriesHaveColoursOfTheirOwn() {
    assertThat(
            IntStream.range(0, 20)
                .map(
                    query -> {
                      FoundObject mug = object(query, "m", new Box(100, 200, 400, 300));
                      return new AnnotatedImage(black(700, 400), List.of(mug))
                          .drawn()
                          .getRGB(250, 299);
                    })
                .distinct())
        .hasSize(20);
  }

  @Test
  void masksTintTheirPixels() {
    var pixels = new BitSet();
    pixels.set(600 * 400 + 350);
    var tinted =
        new FoundObject(
            new Detection(0, "mug", 0.5, new Box(100, 100, 200, 200)),
            Optional.of(new Region(700, 400, pixels)));
    BufferedImage image = new AnnotatedImage(black(700, 400), List.of(tinted)).drawn();
    assertThat(image.getRGB(600, 350) & 0xffffff).isNotZero();
    assertThat(image.getRGB(601, 350) & 0xffffff).isZero();
  }
}
