package dev.jclip.tensor.start;

import dev.jclip.error.ClipException;
import dev.jclip.javacpp.NativesArtifact;
import dev.jclip.javacpp.ProcessLimit;
import dev.jclip.tensor.onednn.OneDnn;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of libtorch, and of what must be said in the environment before its first library is
 * loaded, since thread pools fight otherwise:
 *
 * <ul>
 *   <li>OpenBLAS has threads of its own, which wait for cores on which OpenMP's threads spin.
 *       Linear layers go to oneDNN ({@link OneDnn}), which shares OpenMP's pool, and OpenBLAS is
 *       left with one thread.
 *   <li>OpenMP's threads spin while they wait for one another, so on a machine with other work each
 *       operation takes as long as the scheduler lets them: they are told to sleep, but not at
 *       once, since waking them takes longer than most operations on a single image.
 * </ul>
 */
public final class Engine {
  /** Turns of OpenMP's waiting loop before a thread sleeps: some hundred microseconds. */
  private static final String SPINS = "20000";

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private Engine() {}

  /**
   * Starts the engine; later calls do nothing. Thread-safe.
   *
   * @throws ClipException if its native libraries do not load, at each call
   */
  public static void start() {
    Started.now();
  }

  /**
   * Starts the engine on a thread of its own, for those who will need it in a moment and have
   * something else to do until then. The process does not end while libraries are loaded.
   */
  public static void startAhead() {
    var _ = System.getenv(); // Java's copy must not be made while libraries change the environment
    Thread starting = Thread.ofPlatform().daemon().name("jclip-engine").start(Engine::startQuietly);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> await(starting)));
  }

  /** What goes wrong is said to those who need the engine. */
  private static void startQuietly() {
    try {
      start();
    } catch (ClipException e) {
      LOG.debug("the engine did not start", e);
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Has the process end as soon as Java has, without its libraries' own clearing up: the engine
   * takes a third of a second to free what the system takes back anyway. For programs that have no
   * native code but this engine's. Where the C library is not glibc, it ends as before.
   */
  public static void endWithJava() {
    CLibrary.find("_exit").ifPresent(exit -> CLibrary.call("on_exit", exit, MemorySegment.NULL));
  }

  /** How many threads one operation of the calling thread uses. */
  public static int threads() {
    start();
    return torch.get_num_threads();
  }

  /**
   * Sets how many threads one operation uses: for the calling thread, and for those that have not
   * computed yet.
   */
  public static void threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected 1 or more, found " + threads);
    }
    threads(); // libtorch gives a thread the process's number when it is first asked
    torch.set_num_threads(threads);
  }

  /**
   * Does work whose operations use one thread each: for those so small that it takes longer to have
   * other threads help. What the calling thread uses is as it was afterwards.
   */
  public static <T> T onOneThread(Supplier<T> work) {
    int threads = threads();
    MethodHandle setThreads = OpenMp.SET_THREADS;
    if (threads == 1 || setThreads == null) {
      return work.get();
    }
    setThreads(setThreads, 1);
    try {
      return work.get();
    } finally {
      setThreads(setThreads, threads);
    }
  }

  /** Of the calling thread only; libtorch's own function sets the process's default too. */
  private static void setThreads(MethodHandle setThreads, int threads) {
    try {
      setThreads.invokeExact(threads);
    } catch (Throwable e) {
      throw EngineLibrary.failed(e);
    }
  }

  /** The engine's name, and its version where the class path tells it. Loads no library. */
  public static String version() {
    try {
      return "PyTorch " + Loader.getVersion("org.bytedeco", "pytorch");
    } catch (IOException e) {
      return "PyTorch of unknown version";
    }
  }

  private static final class OpenMp {
    static final @Nullable MethodHandle SET_THREADS =
        EngineLibrary.find("omp_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
            .orElse(null);
  }

  /** Class initialisation is what makes the start happen once. */
  private static final class Started {
    private static final Optional<LinkageError> FAILURE = failure();

    static void now() {
      FAILURE.ifPresent(
          failure -> {
            throw new ClipException(
                "the engine's native libraries do not load (%s); where they are missing, %s"
                    .formatted(failure.getMessage(), NativesArtifact.advice()),
                failure);
          });
    }

    private static Optional<LinkageError> failure() {
      try {
        startOnce();
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(e);
      }
    }

    private static void startOnce() {
      ProcessLimit.lift(Pointer::maxPhysicalBytes);
      // Java copies the environment when it is first asked: before it changes, so that other
      // programs can be started in the one that was given.
      boolean threadsAreGiven = System.getenv("OMP_NUM_THREADS") != null;
      setEnvironment("OPENBLAS_NUM_THREADS", "1");
      setEnvironment("OMP_WAIT_POLICY", "passive");
      setEnvironment("GOMP_SPINCOUNT", SPINS);
      if (!threadsAreGiven) {
        // The engine counts one core where a virtual machine hides what its processors share.
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
      }
      // Not built for every processor, and then it says so at each convolution.
      torch.globalContext().setUserEnabledNNPACK(false);
    }
  }

  /**
   * Sets a variable of this process unless it is set already; what libraries read is not Java's
   * copy.
   */
  private static void setEnvironment(String name, String value) {
    int keepExisting = 0;
    try (Arena arena = Arena.ofConfined()) {
      OptionalInt status =
          CLibrary.call(
              "setenv", arena.allocateFrom(name), arena.allocateFrom(value), keepExisting);
      if (status.orElse(0) != 0) {
        throw new IllegalStateException("setenv of " + name + " failed with status " + status);
      }
    }
  }
}
