package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Reads the fields of one message of Protocol Buffers, in their order. It allocates nothing but the
 * values that are asked for, which are parts of the file.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final String place;
  private final ByteBuffer bytes;
  private int field;
  private int wireType;

  /**
   * Creates a reader at the beginning of a message.
   *
   * @param place the file and the path of the message in it, for messages
   */
  ProtobufReader(String place, ByteBuffer bytes) {
    this.place = place;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes to the next field and returns its number, or 0 at the end of the message. */
  int next() {
    if (!bytes.hasRemaining()) {
      return 0;
    }
    long tag = varint("a field's number");
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field <= 0 || tag >>> 32 != 0) {
      throw damaged("a field's number", "the tag %d".formatted(tag));
    }
    return field;
  }

  /** Returns the value of a field that holds a whole number or a truth value. */
  long number() {
    require(VARINT, "a whole number");
    return varint("a whole number");
  }

  /** Returns the value of a field that holds a float32. */
  float float32() {
    require(FIXED32, "a float32");
    return read("a float32", ByteBuffer::getFloat);
  }

  /** Returns the value of a field that holds bytes or another message; it is not a copy. */
  ByteBuffer bytes() {
    require(BYTES, "bytes");
    long length = varint("a length");
    if (length < 0 || length > bytes.remaining()) {
      throw damaged(
          "at most the %d bytes that are left".formatted(bytes.remaining()),
          "a length of " + Long.toUnsignedString(length));
    }
    ByteBuffer value = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return value;
  }

  /** Returns the value of a field that holds text. */
  String text() {
    ByteBuffer value = bytes();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
    } catch (CharacterCodingException e) {
      throw new TokenizerException(
          "%s: field %d: expected UTF-8 text, found other bytes; download the file again"
              .formatted(place, field),
          e);
    }
  }

  /** Passes over the value of a field. */
  void skip() {
    switch (wireType) {
      case VARINT -> varint("a whole number");
      case FIXED64 -> read("8 bytes", ByteBuffer::getLong);
      case BYTES -> bytes();
      case FIXED32 -> read("4 bytes", ByteBuffer::getInt);
      default -> throw damaged("wire type 0, 1, 2 or 5", "wire type " + wireType);
    }
  }

  private void require(int expected, String meaning) {
    if (wireType != expected) {
      throw damaged(
          "%s, which is wire type %d".formatted(meaning, expected), "wire type " + wireType);
    }
  }

  private long varint(String meaning) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = read(meaning, ByteBuffer::get);
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw damaged(meaning, "more than 10 bytes of it");
  }

  private <T> T read(String meaning, Function<ByteBuffer, T> value) {
    try {
      return value.apply(bytes);
    } catch (BufferUnderflowException e) {
      throw new TokenizerException(
          "%s: expected %s, found the end of the message after %d bytes; download the file again"
              .formatted(place, meaning, bytes.limit()),
          e);
    }
  }

  private TokenizerException damaged(String expected, String found) {
    return new TokenizerException(
        "%s: field %d, before byte %d: expected %s, found %s; download the file again"
            .formatted(place, field, bytes.position(), expected, found));
  }
}
