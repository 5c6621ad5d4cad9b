package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class RgbImageTest {
  @Test
  void bufferedImagesKeepTheirColours() {
    RgbImage noise = TestPictures.noise(9, 7);
    assertThat(RgbImage.of(noise.toBufferedImage())).isEqualTo(noise);
    var clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00102030);
    assertThat(RgbImage.of(clear).rgb()).containsExactly(0x10, 0x20, 0x30);
    var grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 77);
    assertThat(RgbImage.of(grey).rgb()).containsExactly(77, 77, 77);
  }

  @Test
  void wrongSizesAreTheCallersMistakes() {
    assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rgb: expected 12 bytes for 2x2 pixels, found 11");
    assertThatThrownBy(() -> new RgbImage(0, 2, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0x2");
  }
}
