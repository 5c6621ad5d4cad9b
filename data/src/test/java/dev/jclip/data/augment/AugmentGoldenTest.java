package dev.jclip.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.image.Interpolation;
import dev.jclip.image.PillowResampler;
import dev.jclip.image.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Against torchvision over Pillow; made by {@code src/test/python/make_augment_goldens.py}. */
class AugmentGoldenTest {
  private static final Map<String, byte[]> GOLDENS = read();

  private static Map<String, byte[]> read() {
    var goldens = new TreeMap<String, byte[]>();
    try (var resource = AugmentGoldenTest.class.getResourceAsStream("goldens.zip")) {
      byte[] archive = Objects.requireNonNull(resource).readAllBytes();
      try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          goldens.put(entry.getName(), zip.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return goldens;
  }

  private static RgbImage image(String name) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Objects.requireNonNull(GOLDENS.get(name))).order(ByteOrder.LITTLE_ENDIAN);
    int width = bytes.getInt();
    int height = bytes.getInt();
    byte[] rgb = new byte[bytes.remaining()];
    bytes.get(rgb);
    return new RgbImage(width, height, rgb);
  }

  private static RgbImage apply(String operation, RgbImage image, double factor) {
    return switch (operation) {
      case "brightness" -> PillowColor.brightness(image, (float) factor);
      case "contrast" -> PillowColor.contrast(image, (float) factor);
      case "saturation" -> PillowColor.saturation(image, (float) factor);
      case "hue" -> PillowColor.hue(image, factor);
      case "grey" -> PillowColor.grey(image);
      default -> throw new AssertionError(operation);
    };
  }

  @Test
  void coloursAndMirrorsArePillows() {
    int compared = 0;
    for (String name : GOLDENS.keySet()) {
      String[] parts = name.split("_", -1);
      if (parts.length < 2 || parts[0].equals("crop") || parts[0].equals("all")) {
        continue;
      }
      RgbImage source = image(parts[1]);
      double factor = parts.length > 2 ? Double.parseDouble(parts[2]) : 0;
      RgbImage result =
          parts[0].equals("mirror")
              ? TrainTransform.mirrored(source)
              : apply(parts[0], source, factor);
      assertThat(result).as(name).isEqualTo(image(name));
      compared++;
    }
    assertThat(compared).isEqualTo(64);
  }

  @Test
  void cropsArePillows() {
    int compared = 0;
    for (String name : GOLDENS.keySet()) {
      String[] parts = name.split("_", -1);
      if (parts[0].equals("crop")) {
        var box =
            new CropBox(
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]));
        var filter = Interpolation.valueOf(parts[6].toUpperCase(Locale.ROOT));
        RgbImage crop = PillowResampler.resize(box.of(image(parts[1])), 32, 32, filter);
        assertThat(crop).as(name).isEqualTo(image(name));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(12);
  }

  @Test
  void everyColourIsPillows() throws NoSuchAlgorithmException {
    byte[] colours = new byte[3 << 24];
    for (int code = 0; code < 1 << 24; code++) {
      colours[3 * code] = (byte) (code >> 16);
      colours[3 * code + 1] = (byte) (code >> 8);
      colours[3 * code + 2] = (byte) code;
    }
    var all = new RgbImage(4096, 4096, colours);
    for (String name : GOLDENS.keySet()) {
      String[] parts = name.split("_", -1);
      if (parts[0].equals("all")) {
        RgbImage result = apply(parts[1], all, Double.parseDouble(parts[2]));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(result.rgb());
        assertThat(HexFormat.of().formatHex(digest))
            .as(name)
            .isEqualTo(new String(GOLDENS.get(name), StandardCharsets.US_ASCII));
      }
    }
  }
}
