package dev.jclip.train.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A reader of event files that shares nothing with the writer: it checks the frame with a checksum
 * of its own, bit by bit, and flattens each message into lines {@code field.field=value}.
 */
final class EventFile {
  private EventFile() {}

  /** The events of a file, each as its fields in their order. */
  static List<List<String>> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var events = new ArrayList<List<String>>();
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      long length = bytes.getLong();
      check(bytes.getInt(), bytes.array(), start, 8);
      int content = bytes.position();
      var fields = new ArrayList<String>();
      flatten("", bytes.slice(content, Math.toIntExact(length)), fields);
      bytes.position(content + Math.toIntExact(length));
      check(bytes.getInt(), bytes.array(), content, Math.toIntExact(length));
      events.add(fields);
    }
    return events;
  }

  private static void check(int masked, byte[] bytes, int from, int length) {
    int crc = -1;
    for (int i = from; i < from + length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
    }
    long plain = ~crc & 0xffffffffL;
    long expected = (((plain >>> 15) | (plain << 17)) + 0xa282ead8L) & 0xffffffffL;
    if (expected != (masked & 0xffffffffL)) {
      throw new AssertionError("checksum at byte " + from);
    }
  }

  /** Fields 5, 7, 5.1, 5.1.8, 5.1.9 ... of an event are messages; so the paths tell. */
  private static final List<String> MESSAGES =
      List.of("5", "7", "5.1", "5.1.8", "5.1.8.2", "5.1.9", "5.1.9.1");

  private static void flatten(String path, ByteBuffer slice, List<String> fields) {
    ByteBuffer message = slice.order(ByteOrder.LITTLE_ENDIAN);
    while (message.hasRemaining()) {
      long tag = varint(message);
      String field = path + (tag >> 3);
      switch ((int) tag & 7) {
        case 0 -> fields.add(field + "=" + varint(message));
        case 1 -> fields.add(field + "=" + message.getDouble());
        case 5 -> fields.add(field + "=" + message.getFloat());
        case 2 -> {
          int length = Math.toIntExact(varint(message));
          ByteBuffer content = message.slice(message.position(), length);
          message.position(message.position() + length);
          if (MESSAGES.contains(field)) {
            flatten(field + ".", content, fields);
          } else {
            fields.add(field + "=" + StandardCharsets.UTF_8.decode(content));
          }
        }
        default -> throw new AssertionError("wire type of tag " + tag);
      }
    }
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
