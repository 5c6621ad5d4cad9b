package dev.jclip.tensor;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * What is one number of a whole row, for which Java's compiler uses no vector instructions: by the
 * engine's libraries. Thread-safe.
 */
public final class RowMath {
  /** {@code fbgemm::FindMinMax}, where compilers spell it in this way. */
  private static final String EXTREMES = "_ZN6fbgemm10FindMinMaxEPKfPfS2_l";

  private static final String DOT = "cblas_sdot";

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  private static final int ABSOLUTE = 0x7fffffff;

  /** What brings the least bits that are no number's over the greatest int. */
  private static final int TO_OVERFLOW = 0x00800000;

  private RowMath() {}

  /** The sum of the products of two rows of one length. */
  public static float dot(float[] a, float[] b) {
    MethodHandle dotProduct = Functions.DOT_PRODUCT;
    return dotProduct == null ? plainDot(a, b) : dot(dotProduct, a, b);
  }

  private static float dot(MethodHandle dotProduct, float[] a, float[] b) {
    int stride = 1;
    try {
      return (float)
          dotProduct.invokeExact(
              a.length, MemorySegment.ofArray(a), stride, MemorySegment.ofArray(b), stride);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  private static float plainDot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return (float) sum;
  }

  /**
   * The least and the greatest value of a row; NaN if it has a value that is not finite.
   *
   * @param into its first two values are set
   */
  public static void extremes(float[] row, float[] into) {
    MemorySegment values = MemorySegment.ofArray(row);
    MethodHandle leastAndGreatest = Functions.LEAST_AND_GREATEST;
    if (!isFinite(values, row.length)) {
      into[0] = Float.NaN;
      into[1] = Float.NaN;
    } else if (leastAndGreatest == null) {
      plainExtremes(row, into);
    } else {
      extremes(leastAndGreatest, values, row.length, into);
    }
  }

  private static void plainExtremes(float[] row, float[] into) {
    into[0] = Float.POSITIVE_INFINITY;
    into[1] = Float.NEGATIVE_INFINITY;
    for (float value : row) {
      into[0] = Math.min(into[0], value);
      into[1] = Math.max(into[1], value);
    }
  }

  private static void extremes(
      MethodHandle leastAndGreatest, MemorySegment values, long count, float[] into) {
    MemorySegment both = MemorySegment.ofArray(into);
    try {
      leastAndGreatest.invokeExact(values, both, both.asSlice(Float.BYTES), count);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  private static boolean isFinite(MemorySegment values, int count) {
    int all = 0;
    for (int i = 0; i < count; i++) {
      all |= (values.getAtIndex(INT, i) & ABSOLUTE) + TO_OVERFLOW;
    }
    return all >= 0;
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    private static final Linker.Option OF_ARRAYS = Linker.Option.critical(true);

    static final @Nullable MethodHandle DOT_PRODUCT =
        EngineLibrary.find(
                DOT, FunctionDescriptor.of(FLOAT, INT, ADDRESS, INT, ADDRESS, INT), OF_ARRAYS)
            .orElse(null);

    static final @Nullable MethodHandle LEAST_AND_GREATEST =
        EngineLibrary.find(
                EXTREMES,
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ValueLayout.JAVA_LONG),
                OF_ARRAYS)
            .orElse(null);
  }
}
