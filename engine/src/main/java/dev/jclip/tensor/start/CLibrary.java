package dev.jclip.tensor.start;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Functions of the C library that take numbers and texts and return an int. Thread-safe. */
final class CLibrary {
  private CLibrary() {}

  /**
   * Calls a function.
   *
   * @param arguments Integers, Longs, and MemorySegments for pointers
   * @return what it returned; empty where the library has no such function
   */
  @SuppressWarnings("restricted") // a native engine needs native access anyway
  static OptionalInt call(String function, Object... arguments) {
    Optional<MemorySegment> address = find(function);
    if (address.isEmpty()) {
      return OptionalInt.empty();
    }
    MemoryLayout[] layouts =
        Stream.of(arguments).map(CLibrary::layout).toArray(MemoryLayout[]::new);
    var descriptor = FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts);
    try {
      Object result =
          Linker.nativeLinker()
              .downcallHandle(address.get(), descriptor)
              .invokeWithArguments(arguments);
      return OptionalInt.of((int) result);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(function + " failed", e);
    }
  }

  /** Where a function is. */
  static Optional<MemorySegment> find(String function) {
    return Linker.nativeLinker().defaultLookup().find(function);
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case MemorySegment _ -> ValueLayout.ADDRESS;
      case Long _ -> ValueLayout.JAVA_LONG;
      default -> ValueLayout.JAVA_INT;
    };
  }
}
