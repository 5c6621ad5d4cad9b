package dev.jclip.cli.output;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.AtomicFile;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.TensorToWrite;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Embeddings as one matrix in a file, with a list beside it of what its rows are. The number of
 * rows stands at its start, so rows and list wait in files without names in the same folder until
 * {@link #write}; in memory stay the inputs' names that safetensors hold. The owner of these files:
 * close it. For one thread.
 */
public final class EmbeddingFile implements AutoCloseable {
  private static final Set<StandardOpenOption> TEMPORARY =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
  private static final int NPY_ALIGNMENT = 64;
  private static final int NPY_PREFIX = 10;

  private final Path file;
  private final FileChannel rows;
  private final FileChannel lines;
  private final EmbeddingList list;
  private final List<String> inputs = new ArrayList<>();
  private int dimensions;

  private EmbeddingFile(Path file, FileChannel rows, FileChannel lines) {
    this.file = file;
    this.rows = rows;
    this.lines = lines;
    list = new EmbeddingList(lines);
  }

  /**
   * A matrix for a file.
   *
   * @throws IllegalArgumentException if the file ends neither in .npy nor in .safetensors, or there
   *     can be no file of that name
   */
  public static EmbeddingFile at(Path file) {
    check(file);
    try {
      FileChannel rows = FileChannel.open(AtomicFile.temporaryBeside(file), TEMPORARY);
      try {
        return new EmbeddingFile(
            file, rows, FileChannel.open(AtomicFile.temporaryBeside(file), TEMPORARY));
      } catch (IOException e) {
        rows.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
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

  /** The matrix's file. */
  public Path file() {
    return file;
  }

  /** The list's file: the matrix's with the ending {@code .jsonl}. */
  public Path listFile() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".jsonl");
  }

  /** How many rows there are. */
  public long numRows() {
    return list.rows();
  }

  /** How many values a row has; 0 as long as there is none. */
  public int dimensions() {
    return dimensions;
  }

  /** How many inputs have no row. */
  public long numSkipped() {
    return list.skipped();
  }

  /**
   * Says why an input has no row.
   *
   * @throws CheckpointException if it cannot be written
   */
  public void skip(String input, String reason) {
    try {
      list.skip(input, reason);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Adds a row.
   *
   * @param kind what the input is: {@code image} or {@code text}
   * @throws CheckpointException if it cannot be written
   */
  public void add(String input, String kind, float[] embedding) {
    dimensions = embedding.length;
    ByteBuffer row = littleEndian(dimensions * Float.BYTES);
    row.asFloatBuffer().put(embedding);
    try {
      writeAll(rows, row);
      list.add(input, kind);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    if (!isNpy(file)) {
      inputs.add(input);
    }
  }

  /**
   * Writes the list, and then the matrix [rows, E] as float32, unless it is empty. In safetensors
   * it is the tensor {@code embeddings}, and the inputs' names are a JSON list, {@code inputs}, in
   * the metadata.
   *
   * @throws CheckpointException if it cannot be written
   */
  public void write() {
    if (numRows() == 0) {
      return;
    }
    AtomicFile.write(listFile(), list::copyTo);
    long[] shape = {numRows(), dimensions};
    if (isNpy(file)) {
      writeNpy(shape);
    } else {
      writeSafetensors(shape);
    }
  }

  private void writeSafetensors(long[] shape) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = rows.map(FileChannel.MapMode.READ_ONLY, 0, rows.size(), arena);
      var matrix = new TensorToWrite("embeddings", DType.F32, shape, () -> values);
      String names = JsonMapper.shared().writeValueAsString(inputs);
      SafetensorsWriter.write(file, List.of(matrix), Map.of("inputs", names));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** NumPy's format, version 1.0. */
  private void writeNpy(long[] shape) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(shape[0], shape[1]);
    int unpadded = NPY_PREFIX + header.length() + 1;
    String line = header + " ".repeat(Math.floorMod(-unpadded, NPY_ALIGNMENT)) + "\n";
    ByteBuffer prefix =
        littleEndian(NPY_PREFIX + line.length())
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
          long size = rows.size();
          for (long done = 0; done < size; ) {
            done += rows.transferTo(done, size - done, channel);
          }
        });
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static CheckpointException unwritable(Path file, IOException cause) {
    return new CheckpointException(file + ": cannot be written: " + cause, cause);
  }

  /** Gives the rows up that were not written. */
  @Override
  public void close() {
    try (rows) {
      lines.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
