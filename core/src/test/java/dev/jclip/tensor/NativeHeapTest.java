package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.testkit.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
  private static final int STEPS = 48;
  private static final long STEP_FLOATS = 64 << 10;
  private static final long KEPT_FLOATS = 16 << 10;
  private static final long SLACK = 32L << 20;

  /** Each large tensor is larger than the hole before it, so holes would add up to 294 MB. */
  @Test
  void whatIsFreedBetweenSmallTensorsIsGivenBack() {
    raiseThreshold();
    long before = ResidentMemory.bytes();
    List<Tensor> kept = NativeHeap.leavingNoHoles(NativeHeapTest::makeLargeAndKeepSmall);
    assertThat(ResidentMemory.bytes() - before).isLessThan(SLACK);
    kept.forEach(TensorScope::free);
  }

  private static void raiseThreshold() {
    try (TensorScope _ = TensorScope.inference()) {
      ones(2 * STEPS * STEP_FLOATS);
    }
  }

  private static List<Tensor> makeLargeAndKeepSmall() {
    var kept = new ArrayList<Tensor>();
    for (int step = 1; step <= STEPS; step++) {
      try (TensorScope _ = TensorScope.inference()) {
        ones(step * STEP_FLOATS);
        kept.add(TensorScope.escape(ones(KEPT_FLOATS)));
      }
    }
    return kept;
  }

  private static Tensor ones(long count) {
    Tensor tensor = Tensors.empty(count);
    Tensors.memory(tensor).fill((byte) 1);
    return tensor;
  }

  @Test
  void givesTheResultAndThrowsWhatIsThrown() {
    assertThat(NativeHeap.leavingNoHoles(() -> "done")).isEqualTo("done");
    var fault = new IllegalStateException("a fault");
    assertThatThrownBy(
            () ->
                NativeHeap.leavingNoHoles(
                    () -> {
                      throw fault;
                    }))
        .isSameAs(fault);
  }
}
