package dev.jclip.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CopyMemoryTest {
  private static final long ROWS = 300;
  private static final long WIDTH = 200;

  private static long addressOfOne(CopyMemory memory, long... shape) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor tensor = memory.tensor(shape);
      assertThat(Tensors.shape(tensor)).isEqualTo(shape);
      assertThat(Tensors.isFloat32(tensor) && tensor.is_contiguous()).isTrue();
      return tensor.data_ptr().address();
    }
  }

  @Test
  void whatIsNotInUseIsUsedAgainForAsManyNumbersOrFewer() {
    try (var memory = new CopyMemory()) {
      long first = addressOfOne(memory, ROWS, WIDTH);
      assertThat(addressOfOne(memory, WIDTH, ROWS)).isEqualTo(first);
      assertThat(addressOfOne(memory, ROWS - 1, WIDTH)).isEqualTo(first);
    }
  }

  @Test
  void whatIsInUseIsNobodyElses() {
    try (var memory = new CopyMemory();
        TensorScope _ = TensorScope.inference()) {
      Tensor part = memory.tensor(ROWS, WIDTH).fill_(new Scalar(1)).narrow(0, 0, 1);
      Tensor other = memory.tensor(ROWS, WIDTH).fill_(new Scalar(2));
      assertThat(Tensors.floats(part)).containsOnly(1);
      assertThat(Tensors.floats(other)).containsOnly(2);
    }
  }

  @Test
  void whatIsInUseOutlivesTheMemory() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor tensor;
      try (var memory = new CopyMemory()) {
        tensor = memory.tensor(ROWS, WIDTH).fill_(new Scalar(3));
      }
      assertThat(Tensors.floats(tensor)).hasSize((int) (ROWS * WIDTH)).containsOnly(3);
    }
  }
}
