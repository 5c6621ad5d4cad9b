package dev.jclip.image.codec;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the chunks of a PNG file say of its orientation. EXIF is a chunk of its own or, as
 * ImageMagick writes it, hexadecimal digits in a text; XMP is a text. Of several, the last counts.
 */
final class PngMetadata {
  private static final String EXIF = "exif";
  private static final String RAW_EXIF = "Raw profile type exif";
  private static final String XMP = "XML:com.adobe.xmp";

  /** Before the digits of a raw profile stand an empty line, its name, and its length. */
  private static final int PROFILE_LINES = 3;

  /** The longest text that Pillow takes. */
  private static final int MAX_TEXT_BYTES = 1 << 20;

  /** Stands for EXIF that is there and cannot be read. */
  private static final byte[] UNREADABLE = {0};

  private byte @Nullable [] exif;
  private byte @Nullable [] rawExif;
  private byte @Nullable [] text;
  private byte @Nullable [] xmp;

  /** Takes a chunk's data, whatever its type. */
  void add(String type, byte[] data) {
    switch (type) {
      case "eXIf" -> exif = data;
      case "tEXt" -> addText(data, 0);
      case "zTXt" -> addText(data, 1);
      case "iTXt" -> addInternational(data);
      default -> {}
    }
  }

  private void addText(byte[] data, int methodBytes) {
    int end = zero(data, 0);
    byte[] value = from(data, end + 1 + methodBytes);
    put(latin1(data, end), methodBytes > 0 ? inflated(value) : value);
  }

  /** Keyword, whether it is compressed and how, language, translated keyword, text. */
  private void addInternational(byte[] data) {
    int keyEnd = zero(data, 0);
    if (keyEnd + 3 > data.length) {
      return;
    }
    boolean compressed = data[keyEnd + 1] != 0;
    if (compressed && data[keyEnd + 2] != 0) {
      return;
    }
    int languageEnd = zero(data, keyEnd + 3);
    int translationEnd = zero(data, languageEnd + 1);
    if (translationEnd >= data.length) {
      return;
    }
    byte[] stored = from(data, translationEnd + 1);
    byte[] value = compressed ? inflated(stored) : stored;
    String key = latin1(data, keyEnd);
    if (key.equals(XMP)) {
      xmp = value;
    }
    if (isUtf8(value)) {
      put(key, value);
    }
  }

  private void put(String key, byte[] value) {
    switch (key) {
      case EXIF -> exif = value;
      case RAW_EXIF -> rawExif = rawProfile(value);
      case XMP -> text = value;
      default -> {}
    }
  }

  private static byte[] rawProfile(byte[] value) {
    String[] lines = new String(value, StandardCharsets.ISO_8859_1).split("\n", -1);
    String digits = Arrays.stream(lines).skip(PROFILE_LINES).collect(joining());
    try {
      return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      return UNREADABLE;
    }
  }

  int orientation() {
    boolean hasText = text != null && text.length > 0;
    return Orientation.of(exif == null ? rawExif : exif, hasText ? text : xmp);
  }

  private static byte[] inflated(byte[] stored) {
    return Inflation.start(stored, MAX_TEXT_BYTES);
  }

  /** The index of the next zero, or the end. */
  private static int zero(byte[] data, int start) {
    int at = start;
    while (at < data.length && data[at] != 0) {
      at++;
    }
    return at;
  }

  private static byte[] from(byte[] data, int start) {
    return Arrays.copyOfRange(data, Math.min(start, data.length), data.length);
  }

  private static String latin1(byte[] data, int end) {
    return new String(data, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
