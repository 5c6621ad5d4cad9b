package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.embed.Embeddings;
import dev.jclip.image.RgbImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The model that is on the class path of the command. */
class BundledModelTest {
  @Test
  void classifiesWithoutAHub() {
    Jclip.Run run =
        Jclip.run(
            "classify",
            "--model",
            "bundled",
            "--labels",
            "shirt,shoe",
            "--json",
            Jclip.PICTURE.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().getFirst().path("labels")).hasSize(2);
  }

  @Test
  void knowsColours() {
    try (Clip clip = Clip.load("bundled")) {
      float[] red = clip.encodeImage(plain(200, 20, 30));
      float[] blue = clip.encodeImage(plain(30, 60, 190));
      float[] text = clip.encodeText("a photo of a red product");
      assertThat(Embeddings.dot(text, red)).isGreaterThan(Embeddings.dot(text, blue));
    }
  }

  private static RgbImage plain(int red, int green, int blue) {
    int side = 64;
    byte[] rgb = new byte[3 * side * side];
    IntStream.range(0, side * side)
        .forEach(
            i -> {
              boolean middle = i / side > 12 && i / side < 52 && i % side > 12 && i % side < 52;
              rgb[3 * i] = (byte) (middle ? red : 255);
              rgb[3 * i + 1] = (byte) (middle ? green : 255);
              rgb[3 * i + 2] = (byte) (middle ? blue : 255);
            });
    return new RgbImage(side, side, rgb);
  }
}
