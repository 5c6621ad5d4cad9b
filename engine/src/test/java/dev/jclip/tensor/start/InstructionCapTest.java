package dev.jclip.tensor.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionCapTest {
  @ParameterizedTest
  @CsvSource({
    "AVX2, AVX512_CORE, false",
    "avx2, AVX2, true",
    "AVX2_VNNI_2, AVX512_CORE, false",
    "AVX512_CORE, AVX512_CORE, true",
    "AVX512_CORE, AVX512_CORE_VNNI, false",
    "AVX512_CORE_BF16, AVX512_CORE_VNNI, true",
    "AVX512_CORE_BF16, AVX512_CORE_AMX, false",
    "AVX10_1_512_AMX, AVX512_CORE_AMX, true",
    "ALL, AVX512_CORE_AMX, true",
    "nonsense, AVX512_CORE_AMX, true"
  })
  void allowsWhatIsNotAboveIt(String cap, String set, boolean allows) {
    assertThat(InstructionCap.of(Map.of("ONEDNN_MAX_CPU_ISA", cap)).allows(set)).isEqualTo(allows);
    assertThat(InstructionCap.of(Map.of("DNNL_MAX_CPU_ISA", cap)).allows(set)).isEqualTo(allows);
  }

  @Test
  void withoutOneAllIsAllowed() {
    assertThat(InstructionCap.of(Map.of()).allows("AVX512_CORE_AMX")).isTrue();
    assertThat(InstructionCap.of(Map.of()).most()).isEmpty();
  }

  @Test
  void theNewerNameOfTheVariableComesFirst() {
    var both = Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "DNNL_MAX_CPU_ISA", "AVX512_CORE");
    assertThat(InstructionCap.of(both).most()).contains("AVX2");
  }
}
