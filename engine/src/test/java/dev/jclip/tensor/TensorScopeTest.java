package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.start.Engine;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
  @Test
  void aScopeFreesWhatWasMadeInIt() {
    Tensor inside;
    Tensor escaped;
    try (TensorScope _ = TensorScope.inference()) {
      inside = Tensors.of(new float[] {1, 2}, 2);
      escaped = TensorScope.escape(Tensors.of(new float[] {3, 4}, 2));
    }
    assertThat(inside.isNull()).isTrue();
    assertThat(Tensors.floats(escaped)).containsExactly(3, 4);
    TensorScope.free(escaped);
    assertThat(escaped.isNull()).isTrue();
  }

  @Test
  void aStepKeepsOnlyItsResult() {
    var intermediate = new Pointer[1];
    try (TensorScope _ = TensorScope.inference()) {
      Tensor result =
          TensorScope.keepingOnly(
              () -> {
                Tensor temporary = Tensors.of(new float[] {5}, 1);
                intermediate[0] = temporary;
                return temporary.add(temporary);
              });
      assertThat(intermediate[0].isNull()).isTrue();
      assertThat(Tensors.floats(result)).containsExactly(10);
      intermediate[0] = result;
    }
    assertThat(intermediate[0].isNull()).isTrue();
  }

  @Test
  void inferenceRecordsNoGradientsAndGivesTheModeBack() {
    Engine.start();
    assertThat(GradMode.is_enabled()).isTrue();
    try (TensorScope _ = TensorScope.inference()) {
      assertThat(GradMode.is_enabled()).isFalse();
    }
    assertThat(GradMode.is_enabled()).isTrue();
  }
}
