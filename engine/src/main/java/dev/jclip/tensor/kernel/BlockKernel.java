package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import dev.jclip.tensor.start.InstructionCap;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * oneDNN's innermost kernel: products of blocks of 8-bit integers that fit into a processor's
 * cache, on the calling thread. It is there on systems whose compilers spell its C++ name in this
 * way, and on processors with instructions for such products, unless {@link InstructionCap} forbids
 * them. Thread-safe.
 */
public final class BlockKernel {
  /** {@code at::native::cpublas::brgemm} of uint8 and int8. */
  private static final String MULTIPLY = "_ZN2at6native7cpublas6brgemmEllllllbPKhPKaPib";

  /** {@code at::native::cpublas::brgemm_release}: gives the matrix unit's registers back. */
  private static final String RELEASE = "_ZN2at6native7cpublas14brgemm_releaseEb";

  private static final String HAS_INSTRUCTIONS = "_ZN2at3cpu24is_avx512_vnni_supportedEv";
  private static final String MATRIX_UNIT_IS_THERE = "_ZN2at3cpu21is_amx_tile_supportedEv";

  private static final FunctionDescriptor RELEASES =
      FunctionDescriptor.ofVoid(ValueLayout.JAVA_BOOLEAN);

  private BlockKernel() {}

  /** Whether there is one here. */
  public static boolean exists() {
    return Here.EXISTS;
  }

  /** The rows the processor works on at once: other counts take as long as the next multiple. */
  public static int rowsAtOnce() {
    return Here.ROWS_AT_ONCE;
  }

  /** Whether the processor has a unit for whole blocks. */
  public static boolean hasMatrixUnit() {
    return Here.HAS_MATRIX_UNIT;
  }

  /**
   * Multiplies {@code x} with a panel of weights. For each combination of the numbers that a thread
   * has not seen it makes code, which it keeps.
   *
   * @param rows M
   * @param columns N
   * @param depth K, a multiple of 4
   * @param x [M, K], uint8
   * @param panel [K / 4, P, 4], int8: P columns, of which the first N are taken
   * @param panelColumns P
   * @param sums int32, M rows of which N values are set
   * @param sumColumns what is between two rows of the sums
   */
  public static void multiply(
      long rows,
      long columns,
      long depth,
      MemorySegment x,
      MemorySegment panel,
      long panelColumns,
      MemorySegment sums,
      long sumColumns) {
    boolean accumulate = false;
    boolean depthInFours = true;
    BlockProduct.call(
        Functions.MULTIPLY_BLOCKS,
        rows,
        columns,
        depth,
        accumulate,
        new MatrixMemory(x, depth),
        new MatrixMemory(panel, panelColumns),
        new MatrixMemory(sums, sumColumns),
        depthInFours);
  }

  /** To be called behind the last of a thread's products, before it does anything else. */
  public static void release() {
    boolean matrixUnit = true;
    try {
      Functions.RELEASE_UNIT.invokeExact(matrixUnit);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  /** Class initialisation is what makes the questions be asked once. */
  private static final class Here {
    private static final int MATRIX_UNIT_ROWS = 16;
    private static final int VECTOR_ROWS = 4;

    static final boolean EXISTS =
        EngineLibrary.find(MULTIPLY, BlockProduct.DESCRIPTOR).isPresent()
            && EngineLibrary.find(RELEASE, RELEASES).isPresent()
            && EngineLibrary.answersYes(HAS_INSTRUCTIONS)
            && InstructionCap.here().allows("AVX512_CORE_VNNI");

    static final boolean HAS_MATRIX_UNIT =
        EngineLibrary.answersYes(MATRIX_UNIT_IS_THERE)
            && InstructionCap.here().allows("AVX512_CORE_AMX");

    static final int ROWS_AT_ONCE = HAS_MATRIX_UNIT ? MATRIX_UNIT_ROWS : VECTOR_ROWS;
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    static final MethodHandle MULTIPLY_BLOCKS =
        EngineLibrary.find(MULTIPLY, BlockProduct.DESCRIPTOR).orElseThrow();
    static final MethodHandle RELEASE_UNIT = EngineLibrary.find(RELEASE, RELEASES).orElseThrow();
  }
}
