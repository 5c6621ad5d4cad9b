package dev.jclip.grounding.rosbridge;

import dev.jclip.grounding.robot.Camera;
import dev.jclip.grounding.robot.Depth;
import dev.jclip.grounding.robot.RobotException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Images, depth and cameras of {@code sensor_msgs}, of ROS 1 and ROS 2. Immutable.
 *
 * @param topic where the message came from, for messages
 */
record RosImages(String topic) {
  /** ROS counts from the middle of the first pixel, and {@link Camera} from the image's corner. */
  private static final double HALF_PIXEL = 0.5;

  /** Of images up to 8K, so that a few bytes cannot fill the memory. */
  private static final ImageDecoder DECODER =
      ImageDecoder.create(ImageDecoder.Options.DEFAULT.withMaxPixels(1 << 25));

  private static final float MILLIMETRES_PER_METRE = 1000;

  /** The order of red, green and blue within a pixel, by encoding. */
  private enum Colours {
    RGB8(3, 0, 1, 2),
    BGR8(3, 2, 1, 0),
    RGBA8(4, 0, 1, 2),
    BGRA8(4, 2, 1, 0),
    MONO8(1, 0, 0, 0);

    private final int bytes;
    private final int red;
    private final int green;
    private final int blue;

    Colours(int bytes, int red, int green, int blue) {
      this.bytes = bytes;
      this.red = red;
      this.green = green;
      this.blue = blue;
    }
  }

  /** Of both kinds of header; the epoch where there is none. */
  static Instant time(JsonNode message) {
    JsonNode stamp = message.path("header").path("stamp");
    return Instant.ofEpochSecond(
        stamp.path("sec").asLong(stamp.path("secs").asLong(0)),
        stamp.path("nanosec").asLong(stamp.path("nsecs").asLong(0)));
  }

  static String frameId(JsonNode message) {
    return message.path("header").path("frame_id").asString("");
  }

  /**
   * A {@code CompressedImage} (JPEG, PNG) or an {@code Image} (rgb8, bgr8, rgba8, bgra8, mono8).
   */
  RgbImage image(JsonNode message) {
    return message.has("format") ? compressed(message) : raw(message);
  }

  private RgbImage compressed(JsonNode message) {
    String format = message.path("format").asString("").toLowerCase(Locale.ROOT);
    if (format.contains("compresseddepth")) {
      throw wrong("format", "an image as jpeg or png", format + ", which is depth");
    }
    return DECODER.decode(bytes(message), topic);
  }

  private RgbImage raw(JsonNode message) {
    Colours colours = colours(message.path("encoding").asString(""));
    Raster raster = raster(message, colours.bytes);
    byte[] rgb = new byte[Math.multiplyExact(3, raster.width() * raster.height())];
    int at = 0;
    for (int y = 0; y < raster.height(); y++) {
      int from = y * raster.step();
      for (int x = 0; x < raster.width(); x++, from += colours.bytes) {
        rgb[at++] = raster.data()[from + colours.red];
        rgb[at++] = raster.data()[from + colours.green];
        rgb[at++] = raster.data()[from + colours.blue];
      }
    }
    return new RgbImage(raster.width(), raster.height(), rgb);
  }

  private Colours colours(String encoding) {
    for (Colours colours : Colours.values()) {
      if (colours.name().equalsIgnoreCase(encoding)) {
        return colours;
      }
    }
    if (encoding.equalsIgnoreCase("8UC1")) {
      return Colours.MONO8;
    }
    if (encoding.equalsIgnoreCase("8UC3")) {
      return Colours.BGR8;
    }
    throw wrong("encoding", "rgb8, bgr8, rgba8, bgra8 or mono8", encoding);
  }

  /** An {@code Image} of 16UC1 or mono16 (millimetres, 0 for unknown) or 32FC1 (metres). */
  Depth depth(JsonNode message) {
    String encoding = message.path("encoding").asString("");
    return switch (encoding.toUpperCase(Locale.ROOT)) {
      case "16UC1", "MONO16" -> millimetres(raster(message, Short.BYTES), order(message));
      case "32FC1" -> metres(raster(message, Float.BYTES), order(message));
      default -> throw wrong("encoding", "depth as 16UC1 or 32FC1", encoding);
    };
  }

  private static Depth millimetres(Raster raster, ByteOrder order) {
    ByteBuffer data = ByteBuffer.wrap(raster.data()).order(order);
    float[] metres = new float[raster.width() * raster.height()];
    for (int i = 0; i < metres.length; i++) {
      int value = data.getShort(raster.at(i, Short.BYTES)) & 0xffff;
      metres[i] = value == 0 ? Float.NaN : value / MILLIMETRES_PER_METRE;
    }
    return new Depth(raster.width(), raster.height(), metres);
  }

  private static Depth metres(Raster raster, ByteOrder order) {
    ByteBuffer data = ByteBuffer.wrap(raster.data()).order(order);
    float[] metres = new float[raster.width() * raster.height()];
    for (int i = 0; i < metres.length; i++) {
      float value = data.getFloat(raster.at(i, Float.BYTES));
      metres[i] = value > 0 && Float.isFinite(value) ? value : Float.NaN;
    }
    return new Depth(raster.width(), raster.height(), metres);
  }

  /** A number in ROS 2's and ROS 1's definition, or a boolean. */
  private static ByteOrder order(JsonNode message) {
    JsonNode big = message.path("is_bigendian");
    return big.asInt(0) != 0 || big.asBoolean(false)
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  /** A {@code CameraInfo}; its distortion is not taken into account. */
  Camera camera(JsonNode message) {
    JsonNode k = message.has("k") ? message.path("k") : message.path("K");
    double[] numbers = new double[9];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = k.path(i).asDouble(0);
    }
    if (!(numbers[0] > 0 && numbers[4] > 0)) {
      throw wrong("k", "the nine numbers of a calibrated camera", k.toString());
    }
    return new Camera(
        message.path("width").asInt(0),
        message.path("height").asInt(0),
        numbers[0],
        numbers[4],
        numbers[2] + HALF_PIXEL,
        numbers[5] + HALF_PIXEL);
  }

  /**
   * Rows of pixels.
   *
   * @param step bytes from one row to the next
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's bytes
  private record Raster(int width, int height, int step, byte[] data) {
    /** Where a pixel's bytes begin. */
    int at(int pixel, int bytes) {
      return pixel / width * step + pixel % width * bytes;
    }
  }

  private Raster raster(JsonNode message, int bytesPerPixel) {
    int width = message.path("width").asInt(0);
    int height = message.path("height").asInt(0);
    int step = message.path("step").asInt(0);
    byte[] data = bytes(message);
    if (width < 1 || height < 1 || step < (long) width * bytesPerPixel) {
      throw wrong(
          "width, height, step",
          "at least 1x1 pixels and rows of at least width x %d bytes".formatted(bytesPerPixel),
          "%dx%d and %d".formatted(width, height, step));
    }
    if (data.length < (long) step * (height - 1) + (long) width * bytesPerPixel) {
      throw wrong("data", "%d rows of %d bytes".formatted(height, step), data.length + " bytes");
    }
    return new Raster(width, height, step, data);
  }

  /** Base64, as rosbridge writes bytes, or a list of numbers. */
  private byte[] bytes(JsonNode message) {
    JsonNode data = message.path("data");
    if (data.isArray()) {
      List<JsonNode> values = List.copyOf(data.values());
      byte[] bytes = new byte[values.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) values.get(i).asInt(0);
      }
      return bytes;
    }
    try {
      return Base64.getDecoder().decode(data.asString(""));
    } catch (IllegalArgumentException e) {
      throw new RobotException(
          topic + ": data: expected bytes in Base64, found: " + e.getMessage(), e);
    }
  }

  private RobotException wrong(String field, String expected, String found) {
    return new RobotException(
        "%s: %s: expected %s, found %s; choose a topic that has it"
            .formatted(topic, field, expected, found));
  }
}
