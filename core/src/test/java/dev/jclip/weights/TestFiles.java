package dev.jclip.weights;

import dev.jclip.config.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The committed checkpoint files, and the bytes of a tensor read in the plainest way. */
final class TestFiles {
  static final String EXPECTED = ".expected.json";

  private TestFiles() {}

  static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TestFiles.class.getResource(name), () -> name + " is missing")
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** All checkpoint files made by {@code make_checkpoint_files.py}. */
  static List<Path> all() throws IOException {
    Path folder = file("plain.safetensors").resolveSibling(".");
    try (Stream<Path> files = Files.list(folder.normalize())) {
      return files
          .filter(file -> file.resolveSibling(file.getFileName() + EXPECTED).toFile().exists())
          .sorted()
          .toList();
    }
  }

  /** Writes a safetensors file of one float32 tensor. */
  static void writeFloats(Path file, String name, float... values) {
    SafetensorsWriter.write(file, List.of(tensor(name, values)), Map.of());
  }

  static TensorToWrite tensor(String name, float... values) {
    return new TensorToWrite(
        name, DType.F32, new long[] {values.length}, () -> MemorySegment.ofArray(values));
  }

  /** The stored elements in row-major order, one at a time along the strides. */
  static byte[] rowMajorBytes(StoredTensor tensor) {
    int size = tensor.dtype().byteSize();
    byte[] bytes = new byte[Math.toIntExact(tensor.elementCount() * size)];
    long[] shape = tensor.shape();
    long[] strides = tensor.strides();
    for (int element = 0; element < tensor.elementCount(); element++) {
      long rest = element;
      long offset = 0;
      for (int i = shape.length - 1; i >= 0; i--) {
        offset += rest % shape[i] * strides[i];
        rest /= shape[i];
      }
      MemorySegment data = tensor.data();
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, offset * size, bytes, element * size, size);
    }
    return bytes;
  }
}
