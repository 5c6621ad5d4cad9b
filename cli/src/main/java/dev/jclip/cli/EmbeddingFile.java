package dev.jclip.cli;

import dev.jclip.checkpoint.file.AtomicFile;
import dev.jclip.checkpoint.file.DType;
import dev.jclip.checkpoint.file.SafetensorsWriter;
import dev.jclip.checkpoint.file.TensorToWrite;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Embeddings as one matrix in a file, or nowhere. For one thread. */
public final class EmbeddingFile {
  private static final int NPY_ALIGNMENT = 64;
  private static final int NPY_PREFIX = 10;

  private final @Nullable Path file;
  private final List<String> inputs = new ArrayList<>();
  private final List<float[]> rows = new ArrayList<>();

  private EmbeddingFile(@Nullable Path file) {
    this.file = file;
  }

  /**
   * A matrix for a file, or one that is dropped where there is none.
   *
   * @throws IllegalArgumentException if the file ends neither in .npy nor in .safetensors
   */
  public static EmbeddingFile at(@Nullable Path file) {
    if (file != null && !isNpy(file) && !file.toString().endsWith(".safetensors")) {
      throw new IllegalArgumentException(
          "--output %s: expected a name that ends in .npy or .safetensors".formatted(file));
    }
    return new EmbeddingFile(file);
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

  /** Writes the matrix [rows, E] as float32; a safetensors file also names the inputs. */
  public void write() {
    if (file == null || rows.isEmpty()) {
      return;
    }
    int width = rows.getFirst().length;
    ByteBuffer values =
        ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(rows.size(), width), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        values.putFloat(value);
      }
    }
    values.flip();
    if (isNpy(file)) {
      writeNpy(file, values, rows.size(), width);
    } else {
      var matrix =
          new TensorToWrite(
              "embeddings",
              DType.F32,
              new long[] {rows.size(), width},
              () -> MemorySegment.ofBuffer(values));
      String names = JsonMapper.shared().writeValueAsString(inputs);
      SafetensorsWriter.write(file, List.of(matrix), Map.of("inputs", names));
    }
  }

  /** NumPy's format, version 1.0. */
  private static void writeNpy(Path file, ByteBuffer values, int rows, int width) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, width);
    int unpadded = NPY_PREFIX + header.length() + 1;
    int padding = Math.floorMod(-unpadded, NPY_ALIGNMENT);
    String line = header + " ".repeat(padding) + "\n";
    ByteBuffer prefix =
        ByteBuffer.allocate(NPY_PREFIX + line.length()).order(ByteOrder.LITTLE_ENDIAN);
    prefix
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    prefix.putShort((short) line.length()).put(line.getBytes(StandardCharsets.US_ASCII)).flip();
    AtomicFile.write(
        file,
        channel -> {
          while (prefix.hasRemaining()) {
            channel.write(prefix);
          }
          while (values.hasRemaining()) {
            channel.write(values);
          }
        });
  }
}
