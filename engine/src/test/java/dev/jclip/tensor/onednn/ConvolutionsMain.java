package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.start.Engine;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Threads that all meet the same new sizes of convolutions at the same times. */
final class ConvolutionsMain {
  private static final int THREADS = 4;
  private static final int SIZES = 60;
  private static final long CHANNELS = 16;

  private ConvolutionsMain() {}

  public static void main(String[] args) throws InterruptedException {
    var together = new CyclicBarrier(THREADS);
    List<Thread> threads =
        Stream.generate(() -> Thread.ofPlatform().start(() -> meetAll(together)))
            .limit(THREADS)
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("done");
  }

  private static void meetAll(CyclicBarrier together) {
    Engine.threads(1);
    var convolution = new Convolution(CHANNELS, CHANNELS, 3, 1);
    for (int batch = 1; batch <= SIZES; batch++) {
      await(together);
      thereAndBack(convolution, batch);
    }
  }

  private static void thereAndBack(Convolution convolution, long batch) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor x = torch.randn(batch, CHANNELS, 8, 8).contiguous(torch.MemoryFormat.ChannelsLast);
      Tensor kernel = torch.randn(CHANNELS, CHANNELS, 3, 3);
      convolution.forward(x.requires_grad_(true), kernel.requires_grad_(true)).sum().backward();
    }
  }

  private static void await(CyclicBarrier together) {
    try {
      together.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
