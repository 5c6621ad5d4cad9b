package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.error.ImageException;
import dev.jclip.testkit.Pixels;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Every kind of file against Pillow's pixels. */
class ImageDecoderGoldenTest {
  private static final ImageDecoder STORED =
      ImageDecoder.create(ImageDecoder.Options.DEFAULT.withApplyExifOrientation(false));

  @Test
  void storedPixelsEqualPillows() {
    assertThat(PillowCases.stored()).hasSizeGreaterThan(250);
    assertThat(differences(PillowCases.stored(), STORED::decode)).isEmpty();
  }

  @Test
  void uprightPixelsEqualPillows() {
    assertThat(PillowCases.upright()).hasSizeGreaterThan(15);
    assertThat(differences(PillowCases.upright(), ImageDecoder.create()::decode)).isEmpty();
  }

  private static Map<String, String> differences(
      Map<String, RgbImage> goldens, BiFunction<byte[], String, RgbImage> decoder) {
    Map<String, byte[]> files = PillowCases.files();
    var differences = new TreeMap<String, String>();
    goldens.forEach(
        (name, expected) -> {
          try {
            RgbImage actual = decoder.apply(files.get(name), name);
            int difference = Pixels.maxDifference(actual.rgb(), expected.rgb());
            if (difference > 0 || actual.width() != expected.width()) {
              differences.put(name, "differs by " + difference + " from " + expected);
            }
          } catch (ImageException e) {
            differences.put(name, String.valueOf(e.getMessage()));
          }
        });
    return differences;
  }
}
