package dev.jclip.grounding.rosbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jclip.error.ImageException;
import dev.jclip.grounding.robot.Camera;
import dev.jclip.grounding.robot.Depth;
import dev.jclip.grounding.robot.RobotException;
import dev.jclip.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RosImagesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RosImages IMAGES = new RosImages("/camera");

  static ObjectNode image(String encoding, int width, int height, int step, byte[] data) {
    ObjectNode message = JSON.createObjectNode();
    message.set("header", RosVersion.ROS_2.messages().header(RosMessagesTest.TIME, "camera"));
    return message
        .put("height", height)
        .put("width", width)
        .put("encoding", encoding)
        .put("is_bigendian", 0)
        .put("step", step)
        .put("data", Base64.getEncoder().encodeToString(data));
  }

  static ObjectNode compressed(RgbImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image.toBufferedImage(), format, bytes);
    ObjectNode message = JSON.createObjectNode();
    message.set("header", RosVersion.ROS_2.messages().header(RosMessagesTest.TIME, "camera"));
    return message
        .put("format", format)
        .put("data", Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  static RgbImage pattern(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (7 * i);
    }
    return new RgbImage(width, height, rgb);
  }

  @Test
  void compressedImagesAreDecoded() throws IOException {
    RgbImage image = pattern(9, 5);
    assertThat(IMAGES.image(compressed(image, "png"))).isEqualTo(image);
    RgbImage jpeg = IMAGES.image(compressed(image, "jpeg"));
    assertThat(jpeg.width()).isEqualTo(9);
    assertThat(jpeg.height()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"rgb8,3,1,2,3", "bgr8,3,3,2,1", "rgba8,4,1,2,3", "bgra8,4,3,2,1", "mono8,1,1,1,1"})
  void pixelsAreInTheEncodingsOrder(String encoding, int bytes, int red, int green, int blue) {
    byte[] data = new byte[2 * (2 * bytes + 1)];
    int step = 2 * bytes + 1; // one byte of padding
    for (int i = 0; i < bytes; i++) {
      data[step + bytes + i] = (byte) (1 + i);
    }
    RgbImage image = IMAGES.image(image(encoding, 2, 2, step, data));
    assertThat(image.rgb()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, red, green, blue);
  }

  @Test
  void bytesMayBeAListOfNumbers() {
    ObjectNode message = image("mono8", 2, 1, 2, new byte[0]);
    ArrayNode data = message.putArray("data");
    data.add(200).add(3);
    assertThat(IMAGES.image(message).rgb())
        .containsExactly((byte) 200, (byte) 200, (byte) 200, 3, 3, 3);
  }

  @Test
  void depthIsInMetres() {
    byte[] millimetres =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 1500)
            .putShort((short) 0)
            .putShort((short) 60000)
            .putShort((short) 1)
            .array();
    Depth depth = IMAGES.depth(image("16UC1", 2, 2, 4, millimetres));
    assertThat(depth.metres()).containsExactly(1.5f, Float.NaN, 60f, 0.001f);
    assertThat(depth.at(0, 1)).isEqualTo(60f);
    byte[] metres =
        ByteBuffer.allocate(12)
            .putFloat(0.25f)
            .putFloat(Float.POSITIVE_INFINITY)
            .putFloat(-1)
            .array();
    assertThat(IMAGES.depth(image("32FC1", 3, 1, 12, metres).put("is_bigendian", 1)).metres())
        .containsExactly(0.25f, Float.NaN, Float.NaN);
  }

  @Test
  void camerasHaveTheirNumbersInK() {
    ObjectNode info = JSON.createObjectNode().put("height", 480).put("width", 640);
    ArrayNode k = info.putArray("k");
    for (double number : new double[] {500, 0, 320.5, 0, 510, 240.5, 0, 0, 1}) {
      k.add(number);
    }
    Camera expected = new Camera(640, 480, 500, 510, 321, 241);
    assertThat(IMAGES.camera(info)).isEqualTo(expected);
    ObjectNode ros1 = info.deepCopy();
    ros1.set("K", ros1.remove("k"));
    assertThat(IMAGES.camera(ros1)).isEqualTo(expected);
    info.putArray("k").add(0.0);
    assertThatExceptionOfType(RobotException.class)
        .isThrownBy(() -> IMAGES.camera(info))
        .withMessageContaining("/camera: k: expected the nine numbers of a calibrated camera");
  }

  @Test
  void timesAreOfBothVersions() {
    ObjectNode ros1 = JSON.createObjectNode();
    ros1.set("header", RosVersion.ROS_1.messages().header(RosMessagesTest.TIME, "camera"));
    assertThat(RosImages.time(ros1)).isEqualTo(RosMessagesTest.TIME);
    assertThat(RosImages.time(image("mono8", 1, 1, 1, new byte[1])))
        .isEqualTo(RosMessagesTest.TIME);
    assertThat(RosImages.time(JSON.createObjectNode())).isEqualTo(Instant.EPOCH);
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertWrong(image("bayer_rggb8", 1, 1, 1, new byte[1]), "encoding", "bayer_rggb8");
    assertWrong(image("rgb8", 2, 1, 5, new byte[6]), "width, height, step", "2x1 and 5");
    assertWrong(image("rgb8", 2, 2, 6, new byte[11]), "data", "11 bytes");
    assertWrong(image("rgb8", 1 << 16, 1 << 16, 3 << 16, new byte[3]), "data", "3 bytes");
    assertWrong(image("rgb8", 0, 1, 0, new byte[0]), "width, height", "0x1");
    assertWrong(image("mono8", 1, 1, 1, new byte[1]).put("data", "%"), "data", "Base64");
    assertWrong(
        JSON.createObjectNode().put("format", "16UC1; compressedDepth png"), "format", "depth");
    assertThatExceptionOfType(RobotException.class)
        .isThrownBy(() -> IMAGES.depth(image("rgb8", 1, 1, 3, new byte[3])))
        .withMessageContaining("16UC1 or 32FC1, found rgb8");
    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(
            () -> IMAGES.image(JSON.createObjectNode().put("format", "jpeg").put("data", "AAAA")))
        .withMessageContaining("/camera");
  }

  private static void assertWrong(ObjectNode message, String field, String found) {
    assertThatExceptionOfType(RobotException.class)
        .isThrownBy(() -> IMAGES.image(message))
        .withMessageContaining("/camera: " + field)
        .withMessageContaining(found);
  }
}
