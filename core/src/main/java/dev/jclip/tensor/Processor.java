package dev.jclip.tensor;

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

  /**
   * Its name and what of it concerns the speed of products, such as {@code Intel(R) Xeon(R)
   * Processor avx2 avx512f}; where the system does not say, only its kind. Thread-safe.
   */
  public static String describe() {
    try {
      return describe(Files.readAllLines(LINUX));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  static String describe(List<String> cpuinfo) {
    Stream<String> name =
        value(cpuinfo, "model name").or(() -> value(cpuinfo, "CPU part")).stream();
    Stream<String> features =
        value(cpuinfo, "flags").or(() -> value(cpuinfo, "Features")).stream()
            .flatMap(flags -> Stream.of(flags.split(" ", -1)))
            .filter(FEATURES::contains)
            .sorted();
    return Stream.concat(name, features).collect(Collectors.joining(" "));
  }

  private static Optional<String> value(List<String> cpuinfo, String key) {
    return cpuinfo.stream()
        .filter(line -> line.split(":", 2)[0].strip().equals(key) && line.contains(":"))
        .map(line -> line.split(":", 2)[1].strip())
        .findFirst();
  }
}
