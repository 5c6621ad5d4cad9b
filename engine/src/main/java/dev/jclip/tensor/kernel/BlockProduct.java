package dev.jclip.tensor.kernel;

import dev.jclip.tensor.start.EngineLibrary;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What a call of {@code at::native::cpublas::brgemm} is, of whatever numbers. */
final class BlockProduct {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfBoolean BOOLEAN = ValueLayout.JAVA_BOOLEAN;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  static final FunctionDescriptor DESCRIPTOR =
      FunctionDescriptor.ofVoid(
          LONG, LONG, LONG, LONG, LONG, LONG, BOOLEAN, ADDRESS, ADDRESS, ADDRESS, BOOLEAN);

  private BlockProduct() {}

  /**
   * {@code c = a b}, or {@code c += a b}.
   *
   * @param function a constant, so that the call is compiled into its caller
   * @param rows M
   * @param columns N
   * @param depth K
   * @param accumulate whether products are added
   * @param grouped whether neighbours in a column of b lie together, as many as one lane takes
   */
  static void call(
      MethodHandle function,
      long rows,
      long columns,
      long depth,
      boolean accumulate,
      MatrixMemory a,
      MatrixMemory b,
      MatrixMemory c,
      boolean grouped) {
    try {
      function.invokeExact(
          rows,
          columns,
          depth,
          a.stride(),
          b.stride(),
          c.stride(),
          accumulate,
          a.memory(),
          b.memory(),
          c.memory(),
          grouped);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }
}
