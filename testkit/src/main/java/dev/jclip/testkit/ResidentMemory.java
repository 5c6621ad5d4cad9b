package dev.jclip.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The memory of this process as the operating system counts it, native parts included. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Resident bytes now; skips the running test where the system does not say. */
  public static long bytes() {
    return field("VmRSS:");
  }

  /** The maximum of resident bytes so far; skips the running test where the system tells none. */
  public static long peakBytes() {
    return field("VmHWM:");
  }

  private static long field(String name) {
    Assumptions.assumeTrue(Files.exists(STATUS), "no " + STATUS);
    try {
      return Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith(name))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElseThrow()
          << 10;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
