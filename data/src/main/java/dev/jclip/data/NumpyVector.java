package dev.jclip.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One-dimensional arrays of NumPy's {@code .npy} files, versions 1 to 3, little-endian (NumPy
 * Enhancement Proposal 1).
 */
final class NumpyVector {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<|=]?)([biuf])(\\d)'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,9})\\s*,\\s*\\)");

  private NumpyVector() {}

  static double[] read(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    String header = header(bytes);
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find()) {
      throw bad("a little-endian vector of numbers", header.strip());
    }
    int count = Integer.parseInt(shape.group(1));
    int width = Integer.parseInt(type.group(3));
    if ((long) count * width != bytes.remaining()) {
      throw bad(count + " values of " + width + " bytes", bytes.remaining() + " bytes");
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(bytes, type.group(2).charAt(0), width);
    }
    return values;
  }

  private static String header(ByteBuffer bytes) throws IOException {
    byte[] start = new byte[Math.min(bytes.remaining(), MAGIC.length + 2)];
    bytes.get(start);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(MAGIC, 0, 6, start, 0, 6)) {
      throw bad("a .npy file", start.length + " bytes of something else");
    }
    int lengthBytes = start[6] == 1 ? 2 : 4;
    if (bytes.remaining() < lengthBytes) {
      throw bad("a header", "the end");
    }
    long length = lengthBytes == 2 ? bytes.getShort() & 0xffffL : bytes.getInt() & 0xffffffffL;
    if (length > bytes.remaining()) {
      throw bad("a header of " + length + " bytes", bytes.remaining() + " bytes");
    }
    byte[] header = new byte[(int) length];
    bytes.get(header);
    return new String(header, StandardCharsets.ISO_8859_1);
  }

  private static double value(ByteBuffer bytes, char kind, int width) throws IOException {
    return switch ("" + kind + width) {
      case "b1", "i1", "u1" -> bytes.get();
      case "i2", "u2" -> bytes.getShort();
      case "i4", "u4" -> bytes.getInt();
      case "i8", "u8" -> (double) bytes.getLong();
      case "f2" -> Float.float16ToFloat(bytes.getShort());
      case "f4" -> bytes.getFloat();
      case "f8" -> bytes.getDouble();
      default -> throw bad("a bool, integer or float", kind + "" + width);
    };
  }

  private static IOException bad(String expected, String found) {
    return new IOException("npy: expected %s, found %s".formatted(expected, found));
  }
}
