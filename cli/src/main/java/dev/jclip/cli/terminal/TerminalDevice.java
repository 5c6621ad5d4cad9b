package dev.jclip.cli.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * What the operating system says of a stream that may be a terminal: POSIX's calls on its number.
 */
@SuppressWarnings("restricted") // the engine needs native access anyway
final class TerminalDevice {
  /** What is taken where the system does not say. */
  private static final int USUAL_COLUMNS = 80;

  /** TIOCGWINSZ of ioctl_tty(2), and of macOS's sys/ttycom.h. */
  private static final long WINDOW_SIZE = 0x5413;

  private static final long WINDOW_SIZE_MAC = 0x40087468L;
  private static final int WINDOW_SIZE_SHORTS = 4;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Optional<MethodHandle> ISATTY =
      LINKER
          .defaultLookup()
          .find("isatty")
          .map(
              function ->
                  LINKER.downcallHandle(
                      function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
  private static final Optional<MethodHandle> IOCTL =
      LINKER
          .defaultLookup()
          .find("ioctl")
          .map(
              function ->
                  LINKER.downcallHandle(
                      function,
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.ADDRESS),
                      Linker.Option.firstVariadicArg(2)));

  private TerminalDevice() {}

  /** Whether a stream, 1 for stdout, 2 for stderr, ends at a terminal, as far as can be told. */
  static boolean isOne(int stream) {
    try {
      return ISATTY.isEmpty() || (int) ISATTY.get().invokeExact(stream) == 1;
    } catch (Throwable e) { // what invokeExact declares
      throw new IllegalStateException("isatty", e);
    }
  }

  /** How many characters fit into a line now. */
  static int columns(int stream) {
    if (IOCTL.isEmpty()) {
      return USUAL_COLUMNS;
    }
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, WINDOW_SIZE_SHORTS);
      int failed = (int) IOCTL.get().invokeExact(stream, mac ? WINDOW_SIZE_MAC : WINDOW_SIZE, size);
      int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
      return failed == 0 && columns > 0 ? columns : USUAL_COLUMNS;
    } catch (Throwable e) { // what invokeExact declares
      throw new IllegalStateException("ioctl", e);
    }
  }
}
