package dev.jclip.moderation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program gets that depends on this module: neither the engine nor JavaCPP's natives. */
class WithoutEngineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.bytedeco.javacpp.Loader",
        "org.bytedeco.pytorch.Tensor",
        "org.bytedeco.opencv.opencv_core.Mat",
        "dev.jclip.tensor.TensorScope",
        "dev.jclip.image.opencv.OpenCvDecoder",
        "dev.jclip.Clip"
      })
  void isNotOnTheClassPath(String name) {
    assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
