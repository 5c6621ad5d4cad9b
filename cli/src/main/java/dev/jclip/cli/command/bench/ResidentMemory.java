package dev.jclip.cli.command.bench;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory of a process as the operating system counts it, native parts included.
 *
 * @param bytes the bytes that are resident now
 * @param peakBytes the maximum number of bytes that were resident so far
 */
record ResidentMemory(long bytes, long peakBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** This process's, where the system says it: on Linux. */
  static Optional<ResidentMemory> ofThisProcess() {
    if (!Files.exists(STATUS)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(STATUS);
      return Optional.of(new ResidentMemory(bytes(lines, "VmRSS:"), bytes(lines, "VmHWM:")));
    } catch (IOException e) {
      throw new ClipException(STATUS + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The system counts in KiB. */
  private static long bytes(List<String> lines, String field) {
    return lines.stream()
            .filter(line -> line.startsWith(field))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        << 10;
  }
}
