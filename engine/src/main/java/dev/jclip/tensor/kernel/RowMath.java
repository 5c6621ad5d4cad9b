package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * What is one number of a whole row. Java's compiler uses vector instructions for extremes of ints
 * and for no sums of floats, which are by the engine's libraries. Thread-safe.
 */
public final class RowMath {
  private static final String DOT = "cblas_sdot";

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  private static final int LOWEST = order(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));
  private static final int HIGHEST = order(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));

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
   * The minimum and the maximum of a row; NaN if the row has a value that is not finite.
   *
   * @param into its first two values are set
   */
  public static void extremes(float[] row, float[] into) {
    extremes(row, row.length, into);
  }

  /**
   * The minimum and the maximum of a row's first values; NaN if one of them is not finite.
   *
   * @param into its first two values are set
   */
  public static void extremes(float[] row, int count, float[] into) {
    MemorySegment bits = MemorySegment.ofArray(row);
    int least = HIGHEST;
    int greatest = LOWEST;
    for (int i = 0; i < count; i++) {
      int order = order(bits.getAtIndex(INT, i));
      least = Math.min(least, order);
      greatest = Math.max(greatest, order);
    }
    boolean finite = LOWEST < least && greatest < HIGHEST;
    into[0] = finite ? Float.intBitsToFloat(order(least)) : Float.NaN;
    into[1] = finite ? Float.intBitsToFloat(order(greatest)) : Float.NaN;
  }

  /** The bits of a float as an int that is ordered like floats are, and back. */
  private static int order(int bits) {
    int sign = bits >> (Integer.SIZE - 1);
    return bits ^ (sign >>> 1);
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    private static final Linker.Option OF_ARRAYS = Linker.Option.critical(true);

    static final @Nullable MethodHandle DOT_PRODUCT =
        EngineLibrary.find(
                DOT, FunctionDescriptor.of(FLOAT, INT, ADDRESS, INT, ADDRESS, INT), OF_ARRAYS)
            .orElse(null);
  }
}
