package dev.jclip.bench.search;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Vectors of one length, one behind the other, little-endian. Safe for many threads. */
final class VectorFile {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat VALUE = ValueLayout.JAVA_FLOAT.withOrder(ORDER);

  private final MemorySegment values;
  private final int dimension;

  private VectorFile(MemorySegment values, int dimension) {
    this.values = values;
    this.dimension = dimension;
  }

  static VectorFile open(Path path, int dimension) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return new VectorFile(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()), dimension);
    }
  }

  float[] get(int number) {
    float[] vector = new float[dimension];
    long bytes = (long) dimension * Float.BYTES;
    MemorySegment.copy(values, VALUE, number * bytes, vector, 0, dimension);
    return vector;
  }

  static void write(Path path, ClusteredVectors vectors, long from, int count) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
      ByteBuffer bytes = ByteBuffer.allocate(vectors.dimension() * Float.BYTES).order(ORDER);
      for (int i = 0; i < count; i++) {
        bytes.asFloatBuffer().put(vectors.get(from + i));
        out.write(bytes.array());
      }
    }
  }
}
