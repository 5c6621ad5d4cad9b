package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.testkit.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PillowResamplerTest {
  private static final long SEED = 20261123;

  @Test
  void bytesEqualPillows() {
    List<List<String>> cases = TestPictures.rows("resize.csv");
    var different = new ArrayList<List<String>>();
    for (List<String> row : cases) {
      RgbImage image = TestPictures.noise(number(row, 0), number(row, 1));
      RgbImage resized =
          PillowResampler.resize(
              image, number(row, 2), number(row, 3), Interpolation.valueOf(row.get(4)));
      if (!TestPictures.checksum(resized.rgb()).equals(row.get(5))) {
        different.add(row);
      }
    }
    assertThat(cases).hasSizeGreaterThan(400);
    assertThat(different).isEmpty();
  }

  private static int number(List<String> row, int column) {
    return Integer.parseInt(row.get(column));
  }

  @ParameterizedTest
  @EnumSource(names = {"BILINEAR", "HAMMING", "BICUBIC", "LANCZOS"}) // a box's edges are ties
  void differsFromRealArithmeticByAtMostOneLevel(Interpolation interpolation) {
    var random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      RgbImage image = TestPictures.noise(1 + random.nextInt(60), 1 + random.nextInt(60));
      int width = 1 + random.nextInt(80);
      int height = 1 + random.nextInt(80);
      RgbImage actual = PillowResampler.resize(image, width, height, interpolation);
      RgbImage expected = resizeInDoubles(image, width, height, interpolation);
      assertThat(Pixels.maxDifference(actual.rgb(), expected.rgb()))
          .as("%s to %dx%d", image, width, height)
          .isLessThanOrEqualTo(1);
    }
  }

  /** The definition of a filtered resize, with the only rounding between the two passes. */
  private static RgbImage resizeInDoubles(
      RgbImage image, int width, int height, Interpolation interpolation) {
    RgbImage columns = transpose(resizeRows(transpose(image), width, interpolation));
    return resizeRows(columns, height, interpolation);
  }

  private static RgbImage resizeRows(RgbImage image, int height, Interpolation interpolation) {
    byte[] rgb = new byte[3 * image.width() * height];
    double scale = (double) image.height() / height;
    double filterScale = Math.max(scale, 1);
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < 3 * image.width(); i++) {
        double sum = 0;
        double weights = 0;
        for (int from = 0; from < image.height(); from++) {
          double weight = interpolation.weight((from + 0.5 - (y + 0.5) * scale) / filterScale);
          sum += weight * (image.rgb()[3 * from * image.width() + i] & 0xff);
          weights += weight;
        }
        rgb[3 * y * image.width() + i] = (byte) Math.clamp(Math.round(sum / weights), 0, 255);
      }
    }
    return new RgbImage(image.width(), height, rgb);
  }

  private static RgbImage transpose(RgbImage image) {
    byte[] rgb = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int from = 3 * (y * image.width() + x);
        System.arraycopy(image.rgb(), from, rgb, 3 * (x * image.height() + y), 3);
      }
    }
    return new RgbImage(image.height(), image.width(), rgb);
  }

  @ParameterizedTest
  @EnumSource
  void regionIsThatPartOfTheWhole(Interpolation interpolation) {
    var random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      RgbImage image = TestPictures.noise(1 + random.nextInt(50), 1 + random.nextInt(50));
      int width = random.nextBoolean() ? image.width() : 1 + random.nextInt(60);
      int height = random.nextBoolean() ? image.height() : 1 + random.nextInt(60);
      int left = random.nextInt(width);
      int top = random.nextInt(height);
      var region =
          new Region(left, top, 1 + random.nextInt(width - left), 1 + random.nextInt(height - top));
      RgbImage whole = PillowResampler.resize(image, width, height, interpolation);
      assertThat(PillowResampler.resize(image, width, height, region, interpolation))
          .as("%s to %dx%d, %s", image, width, height, region)
          .isEqualTo(crop(whole, region));
    }
  }

  private static RgbImage crop(RgbImage image, Region region) {
    byte[] rgb = new byte[3 * region.width() * region.height()];
    for (int y = 0; y < region.height(); y++) {
      int from = 3 * ((region.top() + y) * image.width() + region.left());
      System.arraycopy(image.rgb(), from, rgb, 3 * y * region.width(), 3 * region.width());
    }
    return new RgbImage(region.width(), region.height(), rgb);
  }

  @Test
  void refusesSizesThatNeedTooMuchMemory() {
    RgbImage line = TestPictures.noise(8_000_000, 1);
    assertThatThrownBy(() -> PillowResampler.resize(line, 224, 224, Interpolation.BICUBIC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8000000 to 224 pixels needs");
    assertThatThrownBy(() -> PillowResampler.resize(line, 0, 224, Interpolation.BICUBIC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0x224");
  }
}
