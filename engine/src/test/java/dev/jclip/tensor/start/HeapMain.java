package dev.jclip.tensor.start;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes large tensors and keeps small ones between them, in a process of its own: what others have
 * freed before would be memory for them. Prints by how many bytes the process grew.
 */
final class HeapMain {
  private static final int STEPS = 48;
  private static final long STEP_FLOATS = 64 << 10;
  private static final long KEPT_FLOATS = 16 << 10;

  private HeapMain() {}

  public static void main(String[] args) {
    raiseThreshold();
    long before = ResidentMemory.bytes();
    List<Tensor> kept = NativeHeap.leavingNoHoles(HeapMain::makeLargeAndKeepSmall);
    System.out.println(ResidentMemory.bytes() - before);
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
}
