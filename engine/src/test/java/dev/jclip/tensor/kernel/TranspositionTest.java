package dev.jclip.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tries(Kernel.TRANSPOSITIONS)
class TranspositionTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "16, 16", "50, 64", "77, 33"})
  void setsEachRowToAColumn(int rows, int columns) {
    float[] from32 = new float[rows * columns];
    short[] from16 = new short[rows * columns];
    for (int i = 0; i < from32.length; i++) {
      from32[i] = i;
      from16[i] = (short) i;
    }
    float[] to32 = new float[from32.length];
    short[] to16 = new short[from16.length];
    Transposition.of32(
        rows,
        columns,
        new MatrixMemory(MemorySegment.ofArray(from32), columns),
        new MatrixMemory(MemorySegment.ofArray(to32), rows));
    Transposition.of16(
        rows,
        columns,
        new MatrixMemory(MemorySegment.ofArray(from16), columns),
        new MatrixMemory(MemorySegment.ofArray(to16), rows));
    for (int i = 0; i < from32.length; i++) {
      int transposed = i % columns * rows + i / columns;
      assertThat(to32[transposed]).isEqualTo(from32[i]);
      assertThat(to16[transposed]).isEqualTo(from16[i]);
    }
  }
}
