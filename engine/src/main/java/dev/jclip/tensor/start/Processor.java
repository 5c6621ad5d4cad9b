package dev.jclip.tensor.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processor of this machine. */
public final class Processor {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** What makes products of some kind of numbers faster. */
  private static final Set<String> FEATURES =
      Set.of(
          "avx2",
          "avx512f",
          "avx_vnni",
          "avx512_vnni",
          "avx512_bf16",
          "amx_bf16",
          "amx_int8",
          "asimddp",
          "bf16",
          "i8mm",
          "sve");

  private Processor() {}

  /** Its name, where the system tells it: on Linux. Thread-safe. */
  public static Optional<String> name() {
    return name(cpuinfo());
  }

  /**
   * Its name and what of it concerns the speed of products, such as {@code Intel(R) Xeon(R)
   * Processor avx2 avx512f}; where the system does not say, only its kind. Then what the
   * environment forbids of it. Thread-safe.
   */
  public static String describe() {
    List<String> cpuinfo = cpuinfo();
    String whole = cpuinfo.isEmpty() ? System.getProperty("os.arch") : describe(cpuinfo);
    return whole + InstructionCap.here().most().map(" at most "::concat).orElse("");
  }

  private static List<String> cpuinfo() {
    try {
      return Files.readAllLines(LINUX);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<String> name(List<String> cpuinfo) {
    return value(cpuinfo, "model name").or(() -> value(cpuinfo, "CPU part"));
  }

  static String describe(List<String> cpuinfo) {
    Stream<String> features =
        value(cpuinfo, "flags").or(() -> value(cpuinfo, "Features")).stream()
            .flatMap(flags -> Stream.of(flags.split(" ", -1)))
            .filter(FEATURES::contains)
            .sorted();
    return Stream.concat(name(cpuinfo).stream(), features).collect(Collectors.joining(" "));
  }

  private static Optional<String> value(List<String> cpuinfo, String key) {
    return cpuinfo.stream()
        .filter(line -> line.split(":", 2)[0].strip().equals(key) && line.contains(":"))
        .map(line -> line.split(":", 2)[1].strip())
        .findFirst();
  }
}
