package dev.jclip.search.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureFactsTest {
  private static final int ASCII = 2;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  private final RgbImage image = new RgbImage(3, 2, new byte[18]);

  @Test
  void exifTellsTimeCameraAndPlace() throws IOException {
    assertThat(PictureFacts.of(jpeg(exif()), image))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "width", "3",
                "height", "2",
                "taken", "2019-05-01T10:20:30",
                "camera", "Maker Model 1",
                "latitude", "-33.500000",
                "longitude", "151.250000"));
  }

  @Test
  void aFileWithoutExifOrWithDamagedExifHasItsSize() throws IOException {
    Map<String, String> size = Map.of("width", "3", "height", "2");
    assertThat(PictureFacts.of(jpeg(new byte[0]), image)).isEqualTo(size);
    byte[] damaged = exif();
    for (int i = 8; i < damaged.length; i++) {
      damaged[i] = (byte) 0xff;
    }
    assertThat(PictureFacts.of(jpeg(damaged), image)).isEqualTo(size);
    assertThat(PictureFacts.of(new byte[] {1, 2, 3}, image)).isEqualTo(size);
  }

  /** A JPEG with a TIFF structure as its APP1 segment. */
  private static byte[] jpeg(byte[] tiff) throws IOException {
    var plain = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "jpg", plain);
    if (tiff.length == 0) {
      return plain.toByteArray();
    }
    var jpeg = new ByteArrayOutputStream();
    jpeg.write(plain.toByteArray(), 0, 2);
    byte[] header = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    int length = 2 + header.length + tiff.length;
    jpeg.write(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
    jpeg.write(header);
    jpeg.write(tiff);
    jpeg.write(plain.toByteArray(), 2, plain.size() - 2);
    return jpeg.toByteArray();
  }

  /** Three directories at 8, 100 and 200, their longer values behind 300. */
  private static byte[] exif() {
    ByteBuffer tiff = ByteBuffer.allocate(500);
    tiff.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    tiff.position(8).putShort((short) 4);
    entry(tiff, 0x010f, ASCII, 6, 300);
    entry(tiff, 0x0110, ASCII, 8, 310);
    entry(tiff, 0x8769, LONG, 1, 100);
    entry(tiff, 0x8825, LONG, 1, 200);
    tiff.position(100).putShort((short) 1);
    entry(tiff, 0x9003, ASCII, 20, 320);
    tiff.position(200).putShort((short) 4);
    entry(tiff, 1, ASCII, 2, 'S' << 24);
    entry(tiff, 2, RATIONAL, 3, 350);
    entry(tiff, 3, ASCII, 2, 'E' << 24);
    entry(tiff, 4, RATIONAL, 3, 380);
    text(tiff, 300, "Maker\0");
    text(tiff, 310, "Model 1\0");
    text(tiff, 320, "2019:05:01 10:20:30\0");
    degrees(tiff, 350, 33, 30);
    degrees(tiff, 380, 151, 15);
    return tiff.array();
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  private static void text(ByteBuffer tiff, int at, String text) {
    tiff.position(at).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void degrees(ByteBuffer tiff, int at, int degrees, int minutes) {
    tiff.position(at).putInt(degrees).putInt(1).putInt(minutes).putInt(1).putInt(0).putInt(1);
  }
}
