package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * oneDNN's innermost kernel for bfloat16: products of blocks that fit into a processor's cache,
 * summed in float32, on the calling thread; and FBGEMM's rounding, which prepares blocks for it.
 * They are there on systems whose compilers spell their C++ names in this way, and of use on
 * processors with a matrix unit. Memory may be an array's. Thread-safe.
 */
public final class Bfloat16Kernel {
  /** {@code at::native::cpublas::brgemm} of bfloat16. */
  private static final String MULTIPLY =
      "_ZN2at6native7cpublas6brgemmEllllllbPKN3c108BFloat16ES5_Pfb";

  /** {@code fbgemm::FloatToBfloat16_simd}. */
  private static final String ROUND = "_ZN6fbgemm20FloatToBfloat16_simdEPKfPtm";

  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
  private static final FunctionDescriptor ROUNDS =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ValueLayout.JAVA_LONG);

  private Bfloat16Kernel() {}

  /** Whether there is one here. */
  public static boolean exists() {
    return Here.EXISTS;
  }

  /**
   * {@code c = a b}. For each combination of the numbers that a thread has not seen it makes code,
   * which it keeps. Behind the last of a thread's products comes {@link #release}.
   *
   * @param rows M
   * @param columns N
   * @param depth K, even
   * @param a [M, K], bfloat16
   * @param b [K / 2, N, 2], bfloat16: neighbours in a column lie together
   * @param c [M, N], float32
   */
  public static void multiply(
      long rows, long columns, long depth, MatrixMemory a, MatrixMemory b, MatrixMemory c) {
    boolean accumulate = false;
    boolean depthInPairs = true;
    BlockProduct.call(
        Functions.MULTIPLY_BLOCKS, rows, columns, depth, accumulate, a, b, c, depthInPairs);
  }

  /** Rounds values to bfloat16. */
  public static void round(float[] from, MemorySegment to) {
    try {
      Functions.ROUND_ALL.invokeExact(MemorySegment.ofArray(from), to, (long) from.length);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  /** To be called behind the last of a thread's products, before it does anything else. */
  public static void release() {
    BlockKernel.release();
  }

  /** Class initialisation is what makes the questions be asked once. */
  private static final class Here {
    static final boolean EXISTS =
        BlockKernel.exists()
            && BlockKernel.hasMatrixUnit()
            && EngineLibrary.find(MULTIPLY, BlockProduct.DESCRIPTOR).isPresent()
            && EngineLibrary.find(ROUND, ROUNDS).isPresent()
            && Transposition.exists();
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    private static final Linker.Option OF_ARRAYS = Linker.Option.critical(true);

    static final MethodHandle MULTIPLY_BLOCKS =
        EngineLibrary.find(MULTIPLY, BlockProduct.DESCRIPTOR, OF_ARRAYS).orElseThrow();
    static final MethodHandle ROUND_ALL =
        EngineLibrary.find(ROUND, ROUNDS, OF_ARRAYS).orElseThrow();
  }
}
