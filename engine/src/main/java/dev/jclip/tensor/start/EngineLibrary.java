package dev.jclip.tensor.start;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Functions of the libraries the engine consists of, for which there are no Java methods. Some have
 * names that only some systems' compilers give them, so each user must do without. Thread-safe.
 */
public final class EngineLibrary {
  private EngineLibrary() {}

  /** A function, where the engine has it on this system. */
  @SuppressWarnings("restricted") // a native engine needs native access anyway
  public static Optional<MethodHandle> find(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Engine.start();
    return SymbolLookup.loaderLookup()
        .find(name)
        .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor, options));
  }

  /** What a function without arguments answers; no, where there is none. */
  public static boolean answersYes(String question) {
    var descriptor = FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN);
    return find(question, descriptor).map(EngineLibrary::ask).orElse(false);
  }

  private static boolean ask(MethodHandle question) {
    try {
      return (boolean) question.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** For what a handle throws, which no function of C does. */
  public static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("a call of the engine's libraries failed", e);
  }
}
