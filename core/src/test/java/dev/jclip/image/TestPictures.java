package dev.jclip.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** The images of {@code src/test/python/make_resize_goldens.py}, and its results. */
final class TestPictures {
  private TestPictures() {}

  /** An image that looks like noise, the same for the same size. */
  static RgbImage noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (((i + 1) * 0x9e3779b1) >>> 24);
    }
    return new RgbImage(width, height, rgb);
  }

  static String checksum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return "%08x".formatted(crc.getValue());
  }

  /** The lines of a resource, split at commas. */
  static List<List<String>> rows(String resource) {
    try (var in = Objects.requireNonNull(TestPictures.class.getResourceAsStream(resource));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> List.of(line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
