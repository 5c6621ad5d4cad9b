package dev.jclip.tensor.thread;

import dev.jclip.tensor.start.EngineLibrary;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Work in Java on the threads that the engine's operations have. Behind an operation these look for
 * more for a while, so that they start sooner than sleeping ones, which would have to take the
 * cores from them. Each calling thread has a team of its own, as in the engine. Where OpenMP is
 * GNU's, or compatible. Thread-safe.
 */
final class OpenMpTeam {
  private static final String RUN = "GOMP_parallel";
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  /** What teams are at, by the number that they are told. */
  private static final Map<Long, Runnable> WORK = new ConcurrentHashMap<>();

  private static final AtomicLong NEXT = new AtomicLong();

  private OpenMpTeam() {}

  /** Whether there is one here. */
  static boolean exists() {
    return Functions.RUN_PARALLEL != null;
  }

  /**
   * Runs work on the calling thread and on others of its team at once, and returns when all have
   * returned.
   *
   * @param work what each thread runs; must not throw, which would end the process
   */
  static void run(int threads, Runnable work) {
    long number = NEXT.getAndIncrement();
    int flags = 0;
    WORK.put(number, work);
    try {
      Objects.requireNonNull(Functions.RUN_PARALLEL)
          .invokeExact(Functions.RUN_NUMBER, MemorySegment.ofAddress(number), threads, flags);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    } finally {
      WORK.remove(number);
    }
  }

  @SuppressWarnings("UnusedMethod") // found by its name
  private static void runNumber(MemorySegment number) {
    Objects.requireNonNull(WORK.get(number.address())).run();
  }

  /** Constants, so that calls are compiled into their callers. */
  private static final class Functions {
    static final @Nullable MethodHandle RUN_PARALLEL =
        EngineLibrary.find(
                RUN,
                FunctionDescriptor.ofVoid(
                    ADDRESS, ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
            .orElse(null);

    static final MemorySegment RUN_NUMBER = upcall();

    @SuppressWarnings("restricted") // a native engine needs native access anyway
    private static MemorySegment upcall() {
      try {
        MethodHandle run =
            MethodHandles.lookup()
                .findStatic(
                    OpenMpTeam.class,
                    "runNumber",
                    MethodType.methodType(void.class, MemorySegment.class));
        return Linker.nativeLinker()
            .upcallStub(run, FunctionDescriptor.ofVoid(ADDRESS), Arena.global());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
