package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TensorsTest {
  @Test
  void kindsOfNumbersAreToldApart() {
    try (TensorScope _ = TensorScope.inference()) {
      assertThat(Tensors.isFloat32(Tensors.empty(1))).isTrue();
      assertThat(Tensors.isFloat32(Tensors.empty(1).to(torch.ScalarType.BFloat16))).isFalse();
    }
  }
}
