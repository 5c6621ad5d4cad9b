package dev.jclip.grounding.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.error.ImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DepthPngTest {
  @TempDir private Path folder;

  private Path write(int type, int... values) throws IOException {
    var image = new BufferedImage(values.length, 1, type);
    for (int i = 0; i < values.length; i++) {
      image.getRaster().setSample(i, 0, 0, values[i]);
    }
    Path file = folder.resolve("depth.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void sixteenBitsAreMillimetresOrAnyUnit() throws IOException {
    Path file = write(BufferedImage.TYPE_USHORT_GRAY, 0, 1, 940, 40000, 65535);
    DepthImage depth = DepthPng.read(file);
    assertThat(depth.width()).isEqualTo(5);
    assertThat(depth.metres(0, 0)).isNaN();
    assertThat(depth.metres(1, 0)).isEqualTo(0.001f);
    assertThat(depth.metres(2, 0)).isEqualTo(0.94f);
    assertThat(depth.metres(3, 0)).isEqualTo(40f);
    assertThat(depth.metres(4, 0)).isEqualTo(65.535f);
    assertThat(DepthPng.read(file, 0.0002).metres(3, 0)).isCloseTo(8, within(1e-5f));
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> DepthPng.read(write(BufferedImage.TYPE_BYTE_GRAY, 1, 2)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("depth.png")
        .hasMessageContaining("found 8 bits and colour type 0");
    assertThatThrownBy(() -> DepthPng.read(write(BufferedImage.TYPE_INT_RGB, 1, 2)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("found 8 bits and colour type 2");
    Path whole = write(BufferedImage.TYPE_USHORT_GRAY, new int[500]);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, 45));
    assertThatThrownBy(() -> DepthPng.read(whole)).isInstanceOf(ImageException.class);
    Files.writeString(whole, "no picture at all, only some text");
    assertThatThrownBy(() -> DepthPng.read(whole))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("found no PNG");
    assertThatThrownBy(() -> DepthPng.read(folder.resolve("none.png")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void numbersOfAnotherSizeAreRefused() {
    assertThatThrownBy(() -> DepthImage.ofMetres(2, 3, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2 x 3 numbers, one for each pixel, found 5");
    assertThatThrownBy(() -> DepthImage.of(1, 1, new float[1], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unit in metres");
    DepthImage holes =
        DepthImage.ofMetres(
            5, 1, new float[] {0, Float.NaN, -1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY});
    for (int x = 0; x < 5; x++) {
      assertThat(holes.metres(x, 0)).isNaN();
    }
  }
}
