package dev.jclip.tensor.start;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The instructions that oneDNN was told not to go beyond, by {@code ONEDNN_MAX_CPU_ISA} or {@code
 * DNNL_MAX_CPU_ISA} in the environment: its kernels throw where more is asked of them.
 */
public final class InstructionCap {
  /** What oneDNN calls sets of instructions, each one above those before it. */
  private static final List<String> SETS =
      List.of(
          "SSE41",
          "AVX",
          "AVX2",
          "AVX2_VNNI",
          "AVX2_VNNI_2",
          "AVX512_CORE",
          "AVX512_CORE_VNNI",
          "AVX512_CORE_BF16",
          "AVX512_CORE_FP16",
          "AVX512_CORE_AMX",
          "AVX512_CORE_AMX_FP16");

  /** Other names of the same. */
  private static final Map<String, String> ALSO =
      Map.of(
          "AVX10_1_512", "AVX512_CORE_FP16",
          "AVX10_1_512_AMX", "AVX512_CORE_AMX",
          "AVX10_1_512_AMX_FP16", "AVX512_CORE_AMX_FP16");

  private final Optional<String> most;

  private InstructionCap(Optional<String> most) {
    this.most = most;
  }

  /** This process's. */
  public static InstructionCap here() {
    return of(System.getenv());
  }

  /** The cap in an environment; none where it names no set, as oneDNN takes it. */
  static InstructionCap of(Map<String, String> environment) {
    return new InstructionCap(
        Stream.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
            .map(variable -> environment.getOrDefault(variable, ""))
            .filter(Predicate.not(String::isEmpty))
            .findFirst()
            .map(name -> name.toUpperCase(Locale.ROOT))
            .map(name -> ALSO.getOrDefault(name, name))
            .filter(SETS::contains));
  }

  /** Whether a set of instructions may be used where the processor has it. */
  public boolean allows(String set) {
    return most.map(cap -> SETS.indexOf(set) <= SETS.indexOf(cap)).orElse(true);
  }

  /** The set not to go beyond, where there is one. */
  Optional<String> most() {
    return most;
  }
}
