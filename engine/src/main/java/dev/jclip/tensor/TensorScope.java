package dev.jclip.tensor;

import dev.jclip.tensor.start.Engine;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Owner of every native object that the current thread makes until it closes. Without one, natives
 * wait for the garbage collector, which does not see their size. Use with try-with-resources, on
 * one thread; scopes nest.
 */
public final class TensorScope implements AutoCloseable {
  private final PointerScope scope;

  private TensorScope() {
    Engine.start();
    scope = new PointerScope();
  }

  /** Opens a scope in which operations record gradients as the thread's mode says. */
  public static TensorScope open() {
    return new TensorScope();
  }

  /** Opens a scope in which no gradient is recorded. */
  public static TensorScope inference() {
    TensorScope opened = new TensorScope();
    // Closed with the scope, which restores the thread's mode.
    var _ = new AutoGradMode(false);
    return opened;
  }

  /** Opens a scope in which gradients are recorded, whatever the thread's mode was. */
  public static TensorScope recording() {
    TensorScope opened = new TensorScope();
    // Closed with the scope, which restores the thread's mode.
    var _ = new AutoGradMode(true);
    return opened;
  }

  /**
   * Lets a native object outlive this scope. The caller becomes its owner and frees it with {@link
   * #free}.
   */
  public static <T extends Pointer> T escape(T pointer) {
    pointer.retainReference();
    return pointer;
  }

  /**
   * Runs one step of a computation in a scope of its own and hands its result to the surrounding
   * scope, so that the step's intermediate tensors are freed at its end.
   */
  public static Tensor keepingOnly(Supplier<Tensor> step) {
    Tensor result;
    try (TensorScope _ = open()) {
      result = escape(step.get());
    }
    PointerScope surrounding = PointerScope.getInnerScope();
    if (surrounding != null) {
      surrounding.attach(result);
      free(result);
    }
    return result;
  }

  /** Frees an object that escaped its scope, or one that its scope need not hold any longer. */
  public static void free(Pointer pointer) {
    pointer.releaseReference();
  }

  @Override
  public void close() {
    scope.close();
  }
}
