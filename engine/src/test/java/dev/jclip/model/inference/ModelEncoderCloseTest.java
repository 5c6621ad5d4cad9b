package dev.jclip.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.Precision;
import dev.jclip.model.precision.PrecisionChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Closing a model while it is used ends calls by their result or an exception, never a crash. */
class ModelEncoderCloseTest {
  private static final Path MODEL = Path.of("src/test/resources/golden/models/openclip-vit");
  private static final int THREADS = 4;
  private static final int ROUNDS = 25;
  private static final long[][] IDS = {{62, 5, 6, 63}};

  @Test
  void runningCallsFinishAndLaterOnesAreRefused() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      closeWhileUsed();
    }
  }

  private static void closeWhileUsed() throws InterruptedException, ExecutionException {
    ModelEncoder encoder = open();
    float[] pixels = new float[3 * 16 * 16];
    float[] image = encoder.encodeImages(List.of(pixels)).getFirst();
    float[] text = encoder.encodeTexts(IDS).getFirst();
    var running = new CountDownLatch(THREADS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        calls.add(threads.submit(() -> encodeUntilClosed(encoder, pixels, image, text, running)));
      }
      running.await();
      encoder.close();
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThatIllegalStateException().isThrownBy(() -> encoder.encodeTexts(IDS));
    assertThatIllegalStateException().isThrownBy(() -> encoder.readWeights(weights -> {}));
    encoder.close();
  }

  private static void encodeUntilClosed(
      ModelEncoder encoder, float[] pixels, float[] image, float[] text, CountDownLatch running) {
    try {
      while (true) {
        assertThat(encoder.encodeImages(List.of(pixels)).getFirst()).isEqualTo(image);
        assertThat(encoder.encodeTexts(IDS).getFirst()).isEqualTo(text);
        running.countDown();
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("the model is closed");
    } finally {
      running.countDown();
    }
  }

  private static ModelEncoder open() {
    Checkpoint checkpoint = Checkpoint.open(MODEL.resolve("open_clip_model.safetensors"));
    return new ModelEncoder(
        checkpoint.config(),
        checkpoint.weightSource(),
        new PrecisionChoice.Fixed(Precision.F32),
        "cpu");
  }
}
