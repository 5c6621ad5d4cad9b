package dev.jclip.tensor.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void isNamedWithWhatMakesItsProductsFast() {
    List<String> x86 =
        List.of(
            "processor\t: 0",
            "model name\t: Fast CPU: 2nd edition",
            "flags\t\t: fpu avx512_vnni avx2 sse2",
            "processor\t: 1",
            "model name\t: Another",
            "flags\t\t: fpu");
    assertThat(Processor.describe(x86)).isEqualTo("Fast CPU: 2nd edition avx2 avx512_vnni");
    List<String> arm = List.of("Features\t: fp asimddp i8mm", "CPU part\t: 0xd40");
    assertThat(Processor.describe(arm)).isEqualTo("0xd40 asimddp i8mm");
  }

  @Test
  void ofThisMachineIsNotBlank() {
    assertThat(Processor.describe()).isNotBlank();
  }
}
