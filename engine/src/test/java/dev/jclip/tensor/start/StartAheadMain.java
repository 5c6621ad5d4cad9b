package dev.jclip.tensor.start;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;

/** Has the engine started ahead and ends at once, or computes with it if asked to. */
final class StartAheadMain {
  private StartAheadMain() {}

  public static void main(String[] args) {
    Engine.startAhead();
    if (args.length > 0) {
      try (TensorScope _ = TensorScope.inference()) {
        System.out.println(
            Tensors.floats(Tensors.of(new float[] {2}, 1).add(Tensors.of(new float[] {3}, 1)))[0]);
      }
    }
    System.exit(0);
  }
}
