package dev.jclip.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;

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

  /**
   * Lets a native object outlive this scope. The caller becomes its owner and frees it with {@link
   * #free}.
   */
  public static <T extends Pointer> T escape(T pointer) {
    pointer.retainReference();
    return pointer;
  }

  /** Frees an object that escaped its scope. */
  public static void free(Pointer pointer) {
    pointer.releaseReference();
  }

  @Override
  public void close() {
    scope.close();
  }
}
