package dev.jclip.cli;

import dev.jclip.checkpoint.file.AtomicFile;
import dev.jclip.checkpoint.file.DType;
import dev.jclip.checkpoint.file.SafetensorsWriter;
import dev.jclip.checkpoint.file.TensorToWrite;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Embeddings as one matrix in a file, or nowhere. All rows wait in memory until {@link #write},
 * since the number of rows stands at the start of the file: 4 bytes a value, so 0.3 GB for 100,000
 * rows of 768, and as much again while it is written. For one thread.
 */
public final class EmbeddingFile {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int NPY_ALIGNMENT = 64;
  private static final int NPY_PREFIX = 10;
  private static final long BYTES_PER_WRITE = 1 << 20;

  private final @Nullable Path file;
  private final List<String> inputs = new ArrayList<>();
  private final List<float[]> rows = new ArrayList<>();

  private EmbeddingFile(@Nullable Path file) {
    this.file = file;
  }

  /**
   * A matrix for a file, or one that is dropped where there is none.
   *
   * @throws IllegalArgumentException if the file ends neither in .npy nor in .safetensors, or there
   *     can be no file of that name
   */
  public static EmbeddingFile at(@Nullable Path file) {
    if (file != null) {
      check(file);
    }
    return new EmbeddingFile(file);
  }

  private static void check(Path file) {
    if (!isNpy(file) && !file.toString().endsWith(".safetensors")) {
      throw new IllegalArgumentException(
          "--output %s: expected a name that ends in .npy or .safetensors".formatted(file));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "--output %s: expected a folder that exists, found none at %s; make it first"
              .formatted(file, folder));
    }
    if (!Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "--output %s: expected a file that can be written, found a folder or no permission"
              .formatted(file));
    }
  }

  private static boolean isNpy(Path file) {
    return file.toString().endsWith(".npy");
  }

  /** Adds a row. */
  public void add(String input, float[] embedding) {
    if (file != null) {
      inputs.add(input);
      rows.add(embedding);
    }
  }

  /**
   * Writes the matrix [rows, E] as float32, unless it is empty; safetensors name the inputs too.
   */
  public void write() {
    if (file == null || rows.isEmpty()) {
      return;
    }
    long[] shape = {rows.size(), rows.getFirst().length};
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(shape[0] * shape[1] * Float.BYTES);
      copyRows(values);
      if (isNpy(file)) {
        writeNpy(file, shape, values);
      } else {
        var matrix = new TensorToWrite("embeddings", DType.F32, shape, () -> values);
        String names = JsonMapper.shared().writeValueAsString(inputs);
        SafetensorsWriter.write(file, List.of(matrix), Map.of("inputs", names));
      }
    }
  }

  private void copyRows(MemorySegment values) {
    long at = 0;
    for (float[] row : rows) {
      MemorySegment.copy(row, 0, values, FLOAT, at, row.length);
      at += (long) row.length * Float.BYTES;
    }
  }

  /** NumPy's format, version 1.0. */
  private static void writeNpy(Path file, long[] shape, MemorySegment values) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(shape[0], shape[1]);
    int unpadded = NPY_PREFIX + header.length() + 1;
    String line = header + " ".repeat(Math.floorMod(-unpadded, NPY_ALIGNMENT)) + "\n";
    ByteBuffer prefix =
        ByteBuffer.allocate(NPY_PREFIX + line.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 1)
            .put((byte) 0)
            .putShort((short) line.length())
            .put(line.getBytes(StandardCharsets.US_ASCII))
            .flip();
    AtomicFile.write(
        file,
        channel -> {
          writeAll(channel, prefix);
          for (long from = 0; from < values.byteSize(); from += BYTES_PER_WRITE) {
            long length = Math.min(BYTES_PER_WRITE, values.byteSize() - from);
            writeAll(channel, values.asSlice(from, length).asByteBuffer());
          }
        });
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
