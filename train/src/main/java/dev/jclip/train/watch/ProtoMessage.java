package dev.jclip.train.watch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A protocol buffers message under construction, with the <a
 * href="https://protobuf.dev/programming-guides/encoding/">wire types</a> that an event needs.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ProtoMessage add(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  ProtoMessage add(int field, double value) {
    tag(field, FIXED64);
    bytes.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  ProtoMessage add(int field, float value) {
    tag(field, FIXED32);
    bytes.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  ProtoMessage add(int field, String text) {
    return add(field, text.getBytes(StandardCharsets.UTF_8));
  }

  ProtoMessage add(int field, ProtoMessage message) {
    return add(field, message.toByteArray());
  }

  private ProtoMessage add(int field, byte[] content) {
    tag(field, LENGTH);
    varint(content.length);
    bytes.writeBytes(content);
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
