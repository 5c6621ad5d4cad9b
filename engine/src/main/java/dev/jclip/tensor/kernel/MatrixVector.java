package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * OpenBLAS's products of a matrix and a vector, on the calling thread; there where the engine has
 * them. Memory may be an array's. Thread-safe.
 */
public final class MatrixVector {
  private static final String MULTIPLY = "cblas_sgemv";
  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
  private static final FunctionDescriptor MULTIPLIES =
      FunctionDescriptor.ofVoid(
          INT, INT, INT, INT, FLOAT, ADDRESS, INT, ADDRESS, INT, FLOAT, ADDRESS, INT);

  private MatrixVector() {}

  /** Whether there are such products here. */
  public static boolean exists() {
    return Here.EXISTS;
  }

  /**
   * {@code y = a x}.
   *
   * @param a [rows, columns]
   * @param x [columns]
   * @param y [rows]
   */
  public static void multiply(
      int rows, int columns, MatrixMemory a, MemorySegment x, MemorySegment y) {
    multiply(AS_IT_IS, rows, columns, a, x, y);
  }

  /**
   * {@code y = x a}.
   *
   * @param a [rows, columns]
   * @param x [rows]
   * @param y [columns]
   */
  public static void multiplyFromLeft(
      int rows, int columns, MatrixMemory a, MemorySegment x, MemorySegment y) {
    multiply(TRANSPOSED, rows, columns, a, x, y);
  }

  private static void multiply(
      int form, int rows, int columns, MatrixMemory a, MemorySegment x, MemorySegment y) {
    float factor = 1;
    float ofBefore = 0;
    int stride = 1;
    try {
      Functions.MULTIPLY_VECTOR.invokeExact(
          ROW_MAJOR,
          form,
          rows,
          columns,
          factor,
          a.memory(),
          Math.toIntExact(a.stride()),
          x,
          stride,
          ofBefore,
          y,
          stride);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  /** Class initialisation is what makes the question be asked once. */
  private static final class Here {
    static final boolean EXISTS = EngineLibrary.find(MULTIPLY, MULTIPLIES).isPresent();
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    static final MethodHandle MULTIPLY_VECTOR =
        EngineLibrary.find(MULTIPLY, MULTIPLIES, Linker.Option.critical(true)).orElseThrow();
  }
}
