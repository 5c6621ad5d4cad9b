package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * FBGEMM's transpositions, on the calling thread. They are there on systems whose compilers spell
 * their C++ names in this way. Memory may be an array's. Thread-safe.
 */
public final class Transposition {
  /** {@code fbgemm::transpose_simd} of float. */
  private static final String OF_32 = "_ZN6fbgemm14transpose_simdIfEEvllPKT_lPS1_l";

  /** {@code fbgemm::transpose_simd} of uint16_t. */
  private static final String OF_16 = "_ZN6fbgemm14transpose_simdItEEvllPKT_lPS1_l";

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
  private static final FunctionDescriptor TRANSPOSES =
      FunctionDescriptor.ofVoid(LONG, LONG, ADDRESS, LONG, ADDRESS, LONG);

  private Transposition() {}

  /** Whether there are transpositions here. */
  public static boolean exists() {
    return Here.EXISTS;
  }

  /** Sets {@code to} [N, M] to the transposed {@code from} [M, N], of values of 32 bits. */
  public static void of32(long rows, long columns, MatrixMemory from, MatrixMemory to) {
    transpose(Functions.TRANSPOSE_OF_32, rows, columns, from, to);
  }

  /** Sets {@code to} [N, M] to the transposed {@code from} [M, N], of values of 16 bits. */
  public static void of16(long rows, long columns, MatrixMemory from, MatrixMemory to) {
    transpose(Functions.TRANSPOSE_OF_16, rows, columns, from, to);
  }

  private static void transpose(
      MethodHandle transposition, long rows, long columns, MatrixMemory from, MatrixMemory to) {
    try {
      transposition.invokeExact(
          rows, columns, from.memory(), from.stride(), to.memory(), to.stride());
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  /** Class initialisation is what makes the question be asked once. */
  private static final class Here {
    static final boolean EXISTS =
        EngineLibrary.find(OF_32, TRANSPOSES).isPresent()
            && EngineLibrary.find(OF_16, TRANSPOSES).isPresent();
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    private static final Linker.Option OF_ARRAYS = Linker.Option.critical(true);

    static final MethodHandle TRANSPOSE_OF_32 =
        EngineLibrary.find(OF_32, TRANSPOSES, OF_ARRAYS).orElseThrow();
    static final MethodHandle TRANSPOSE_OF_16 =
        EngineLibrary.find(OF_16, TRANSPOSES, OF_ARRAYS).orElseThrow();
  }
}
