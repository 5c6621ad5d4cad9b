package dev.jclip.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipOutputStream;

/** Writes pickles opcode by opcode, and archives around them. */
final class Pickle {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Appends opcodes and one-byte arguments. */
  Pickle op(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  Pickle repeat(int times, int... values) {
    for (int i = 0; i < times; i++) {
      op(values);
    }
    return this;
  }

  Pickle text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op(PickleOp.BINUNICODE).int32(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  Pickle integer(long value) {
    op(PickleOp.LONG1, Long.BYTES);
    bytes.writeBytes(little(Long.BYTES).putLong(value).array());
    return this;
  }

  Pickle global(String module, String name) {
    op(PickleOp.GLOBAL);
    bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Pickle put(int index) {
    return op(PickleOp.LONG_BINPUT).int32(index);
  }

  Pickle get(int index) {
    return op(PickleOp.LONG_BINGET).int32(index);
  }

  Pickle int32(int value) {
    bytes.writeBytes(little(Integer.BYTES).putInt(value).array());
    return this;
  }

  /** A float32 tensor of storage {@code 0}, which has as many elements as said. */
  Pickle tensor(long storageCount, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op(PickleOp.MARK, PickleOp.MARK);
    text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(storageCount);
    op(PickleOp.TUPLE, PickleOp.BINPERSID).integer(offset).tuple(shape).tuple(strides);
    return op(PickleOp.NEWFALSE, PickleOp.EMPTY_DICT, PickleOp.TUPLE, PickleOp.REDUCE);
  }

  Pickle tuple(long... values) {
    op(PickleOp.MARK);
    for (long value : values) {
      integer(value);
    }
    return op(PickleOp.TUPLE);
  }

  byte[] stop() {
    op(PickleOp.STOP);
    return bytes.toByteArray();
  }

  /** Finishes the pickle and writes it as a torch.save archive with one storage of 16 bytes. */
  Path writeTo(Path file) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      putStored(zip, "archive/data.pkl", stop());
      putStored(zip, "archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      putStored(zip, "archive/data/0", new byte[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static void putStored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    java.util.zip.ZipEntry entry = new java.util.zip.ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(java.util.zip.ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
