package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import dev.jclip.tensor.start.InstructionCap;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * oneDNN's innermost kernel for float32: products of blocks that fit into a processor's cache, on
 * the calling thread. It is there on systems whose compilers spell its C++ name in this way, and on
 * processors with AVX-512. Memory may be an array's. Thread-safe.
 */
public final class Float32Kernel {
  /** {@code at::native::cpublas::brgemm} of float. */
  private static final String MULTIPLY = "_ZN2at6native7cpublas6brgemmEllllllbPKfS3_Pfb";

  private static final String HAS_INSTRUCTIONS = "_ZN2at3cpu19is_avx512_supportedEv";
  private static final boolean DEPTH_IN_GROUPS = false;

  private Float32Kernel() {}

  /** Whether there is one here. */
  public static boolean exists() {
    return Here.EXISTS;
  }

  /**
   * {@code c = a b}. For each combination of the numbers that a thread has not seen it makes code,
   * which it keeps.
   *
   * @param rows M
   * @param columns N
   * @param depth K
   * @param a [M, K]
   * @param b [K, N]
   * @param c [M, N]
   */
  public static void multiply(
      long rows, long columns, long depth, MatrixMemory a, MatrixMemory b, MatrixMemory c) {
    boolean accumulate = false;
    BlockProduct.call(
        Functions.MULTIPLY_BLOCKS, rows, columns, depth, accumulate, a, b, c, DEPTH_IN_GROUPS);
  }

  /** {@code c += a b}, of the same arguments as {@link #multiply}. */
  public static void multiplyAndAdd(
      long rows, long columns, long depth, MatrixMemory a, MatrixMemory b, MatrixMemory c) {
    boolean accumulate = true;
    BlockProduct.call(
        Functions.MULTIPLY_BLOCKS, rows, columns, depth, accumulate, a, b, c, DEPTH_IN_GROUPS);
  }

  /** Class initialisation is what makes the questions be asked once. */
  private static final class Here {
    static final boolean EXISTS =
        EngineLibrary.find(MULTIPLY, BlockProduct.DESCRIPTOR).isPresent()
            && EngineLibrary.answersYes(HAS_INSTRUCTIONS)
            && InstructionCap.here().allows("AVX512_CORE");
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    static final MethodHandle MULTIPLY_BLOCKS =
        EngineLibrary.find(MULTIPLY, BlockProduct.DESCRIPTOR, Linker.Option.critical(true))
            .orElseThrow();
  }
}
