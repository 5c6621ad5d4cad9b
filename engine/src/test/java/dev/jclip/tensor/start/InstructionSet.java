package dev.jclip.tensor.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Sets of instructions on which kernels depend, by the names by which oneDNN is told not to go
 * beyond one. What a processor has is read from the system here, not asked of what is tested.
 */
public enum InstructionSet {
  AVX2("avx2"),
  AVX512_CORE("avx512f avx512bw avx512dq avx512vl"),
  AVX512_CORE_VNNI("avx512_vnni"),
  AVX512_CORE_BF16("avx512_bf16"),
  AVX512_CORE_AMX("avx512_fp16 amx_tile amx_int8 amx_bf16");

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private final String flags;

  InstructionSet(String flags) {
    this.flags = flags;
  }

  /** Whether this machine has it, and all before it, and this process may use it. */
  boolean isHere() {
    Set<String> here = processorsFlags();
    return Arrays.stream(values())
            .filter(set -> set.compareTo(this) <= 0)
            .allMatch(set -> here.containsAll(words(set.flags)))
        && cap().map(most -> compareTo(most) <= 0).orElse(true);
  }

  /** The set not to go beyond, if this process was told one of these. */
  static Optional<InstructionSet> cap() {
    return Optional.ofNullable(System.getenv("ONEDNN_MAX_CPU_ISA")).map(InstructionSet::valueOf);
  }

  private static Set<String> processorsFlags() {
    if (!Files.exists(CPUINFO)) {
      return Set.of();
    }
    try {
      return Files.readAllLines(CPUINFO).stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> words(line.substring(line.indexOf(':') + 1)))
          .orElse(Set.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> words(String text) {
    return Set.copyOf(Arrays.asList(text.strip().split(" +", -1)));
  }
}
