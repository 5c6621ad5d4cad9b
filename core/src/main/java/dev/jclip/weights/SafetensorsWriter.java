package dev.jclip.weights;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes safetensors files, byte for byte as the reference implementation does: tensors by falling
 * alignment and then by name, a header padded to 8 bytes with spaces.
 *
 * <p>A file appears under its name only when it is complete and on disk. Memory needed is that of
 * one tensor, as its supplier gives it. All methods are safe for use by several threads on
 * different files.
 */
public final class SafetensorsWriter {
  /** The size above which transformers begins another shard, in bytes. */
  public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int ALIGNMENT = 8;
  private static final int BLOCK = 4 << 20;

  /** The order in which the reference implementation writes the types. */
  private static final List<DType> TYPE_ORDER =
      List.of(
          DType.U64,
          DType.I64,
          DType.F64,
          DType.C64,
          DType.F32,
          DType.U32,
          DType.I32,
          DType.BF16,
          DType.F16,
          DType.U16,
          DType.I16,
          DType.F8_E4M3,
          DType.F8_E5M2,
          DType.I8,
          DType.U8,
          DType.BOOL);

  private SafetensorsWriter() {}

  /**
   * Writes one file, replacing any that is there.
   *
   * @param metadata becomes {@code __metadata__}; transformers wants {@code format} to be {@code
   *     pt}
   * @throws IllegalArgumentException if two tensors have the same name, or a supplier's segment has
   *     another size than its shape and type make
   * @throws CheckpointException if the file cannot be written
   */
  public static void write(Path file, List<TensorToWrite> tensors, Map<String, String> metadata) {
    requireDistinct(tensors);
    List<TensorToWrite> ordered =
        tensors.stream()
            .sorted(
                Comparator.comparingInt(
                        (TensorToWrite tensor) -> TYPE_ORDER.indexOf(tensor.dtype()))
                    .thenComparing(SafetensorsWriter::nameBytes, Arrays::compareUnsigned))
            .toList();
    byte[] header = header(ordered, metadata);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          writeFully(channel, length.putLong(header.length).flip());
          writeFully(channel, ByteBuffer.wrap(header));
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(BLOCK);
            for (TensorToWrite tensor : ordered) {
              writeTensor(channel, tensor, block);
            }
          }
        });
  }

  /**
   * Writes {@code NAME.safetensors}, or, if the tensors exceed the size, {@code
   * NAME-00001-of-0000N.safetensors} and so on with {@code NAME.safetensors.index.json}, as
   * transformers does. Tensors are shared out in the order given; one that alone exceeds the size
   * gets a shard of its own. The index is written last.
   *
   * @param name such as {@code model}
   * @param shardBytes the size of tensors that a shard does not exceed, above 0
   * @return the file to open: the single file, or the index
   * @throws IllegalArgumentException as {@link #write} does
   * @throws CheckpointException if a file cannot be written
   */
  public static Path writeSharded(
      Path folder,
      String name,
      List<TensorToWrite> tensors,
      Map<String, String> metadata,
      long shardBytes) {
    if (shardBytes <= 0) {
      throw new IllegalArgumentException("expected shards above 0 bytes, found " + shardBytes);
    }
    requireDistinct(tensors);
    ShardPlan plan = ShardPlan.of(tensors, shardBytes);
    if (plan.shards().size() <= 1) {
      Path file = folder.resolve(name + ".safetensors");
      write(file, tensors, metadata);
      return file;
    }
    for (int i = 0; i < plan.shards().size(); i++) {
      write(folder.resolve(plan.fileName(name, i)), plan.shards().get(i), metadata);
    }
    Path index = folder.resolve(name + ".safetensors.index.json");
    byte[] json = plan.index(name);
    AtomicFile.write(index, channel -> writeFully(channel, ByteBuffer.wrap(json)));
    return index;
  }

  private static byte[] header(List<TensorToWrite> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeName(SafetensorsReader.METADATA);
        json.writeStartObject();
        metadata.forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      long offset = 0;
      for (TensorToWrite tensor : tensors) {
        long end = Math.addExact(offset, tensor.byteSize());
        writeEntry(json, tensor, offset, end);
        offset = end;
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static void writeEntry(JsonGenerator json, TensorToWrite tensor, long start, long end) {
    long[] shape = tensor.shape();
    json.writeName(tensor.name());
    json.writeStartObject();
    json.writeStringProperty("dtype", tensor.dtype().safetensorsName());
    json.writeName("shape");
    json.writeArray(shape, 0, shape.length);
    json.writeName("data_offsets");
    json.writeArray(new long[] {start, end}, 0, 2);
    json.writeEndObject();
  }

  private static void writeTensor(FileChannel channel, TensorToWrite tensor, MemorySegment block)
      throws IOException {
    MemorySegment bytes = tensor.bytes();
    for (long done = 0; done < bytes.byteSize(); done += BLOCK) {
      long length = Math.min(BLOCK, bytes.byteSize() - done);
      MemorySegment.copy(bytes, done, block, 0, length);
      writeFully(channel, block.asSlice(0, length).asByteBuffer());
    }
  }

  private static byte[] nameBytes(TensorToWrite tensor) {
    return tensor.name().getBytes(StandardCharsets.UTF_8);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void requireDistinct(List<TensorToWrite> tensors) {
    Set<String> names = new HashSet<>();
    for (TensorToWrite tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(tensor.name() + ": expected once, found twice");
      }
    }
  }
}
