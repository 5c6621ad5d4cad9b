package dev.jclip.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ImageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImagePipelineTest {
  private static final int BATCH = 4;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int AHEAD = Math.max(BATCH, THREADS);

  private final List<Integer> batches = new ArrayList<>();

  /** Numbers stand for images; their vectors hold them. */
  private static final class Answers implements ImageReceiver<Integer> {
    final List<String> all = new ArrayList<>();

    @Override
    public void encoded(Integer source, float[] vector) {
      all.add(source + " is " + (int) vector[0]);
    }

    @Override
    public void failed(Integer source, ImageException reason) {
      all.add(source + " failed: " + reason.getMessage());
    }
  }

  private List<float[]> encode(List<float[]> pixels) {
    batches.add(pixels.size());
    return pixels.stream().map(float[]::clone).toList();
  }

  private static float[] prepare(int source) {
    return new float[] {source};
  }

  private List<String> run(Iterator<Integer> sources, Function<Integer, float[]> preparer) {
    var answers = new Answers();
    new ImagePipeline<>(preparer, this::encode, BATCH).run(sources, answers);
    return answers.all;
  }

  private static Iterator<Integer> numbers(int count) {
    return IntStream.range(0, count).iterator();
  }

  /** The last thing a thread does is to leave its pool, so it may be seen for a moment. */
  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("jclip-decoder")) {
        assertThat(thread.join(Duration.ofSeconds(5))).as(thread.getName() + " ends").isTrue();
      }
    }
  }

  @Test
  void answersInOrderHoweverLongEachTakes() {
    List<String> answers =
        run(
            numbers(50),
            source -> {
              pause(ThreadLocalRandom.current().nextInt(5));
              return prepare(source);
            });
    assertThat(answers).isEqualTo(IntStream.range(0, 50).mapToObj(i -> i + " is " + i).toList());
    assertThat(batches).hasSize(13).startsWith(4, 4).endsWith(4, 2);
  }

  @Test
  void noPicturesAreNoBatch() {
    assertThat(run(numbers(0), ImagePipelineTest::prepare)).isEmpty();
    assertThat(batches).isEmpty();
  }

  @Test
  void badPicturesAreReportedInTheirPlace() {
    List<String> answers =
        run(
            numbers(7),
            source -> {
              if (source < 5 && source != 2) {
                throw new ImageException("bad");
              }
              return prepare(source);
            });
    assertThat(answers)
        .containsExactly(
            "0 failed: bad",
            "1 failed: bad",
            "2 is 2",
            "3 failed: bad",
            "4 failed: bad",
            "5 is 5",
            "6 is 6");
    assertThat(batches).containsExactly(1, 2);
  }

  /** The stream has no end: what looks further ahead than it says is seen at once. */
  @Test
  void looksAsFarAheadAsItSays() {
    var asked = new AtomicInteger();
    var answered = new AtomicInteger();
    Iterator<Integer> endless = Stream.generate(asked::getAndIncrement).iterator();
    var receiver =
        new ImageReceiver<Integer>() {
          @Override
          public void encoded(Integer source, float[] vector) {
            assertThat(asked.get() - answered.getAndIncrement()).isLessThanOrEqualTo(BATCH + AHEAD);
            if (source == 1000) {
              throw new IllegalStateException("enough");
            }
          }

          @Override
          public void failed(Integer source, ImageException reason) {
            throw reason;
          }
        };
    assertThatThrownBy(
            () ->
                new ImagePipeline<>(ImagePipelineTest::prepare, this::encode, BATCH)
                    .run(endless, receiver))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
  }

  /** The encoder waits for images of the next batch, which no other thread would prepare. */
  @Test
  void preparesTheNextBatchWhileOneIsEncoded() {
    var prepared = new AtomicInteger();
    var encoded = new AtomicInteger();
    var pipeline =
        new ImagePipeline<Integer>(
            source -> {
              prepared.incrementAndGet();
              return prepare(source);
            },
            pixels -> {
              int behind = Math.min(20, encoded.addAndGet(pixels.size()) + BATCH);
              while (prepared.get() < behind) {
                pause(1);
              }
              return pixels;
            },
            BATCH);
    var answers = new Answers();
    pipeline.run(numbers(20), answers);
    assertThat(answers.all).hasSize(20);
  }

  @Test
  void preparesOnePictureOnEachThread() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    run(
        numbers(40),
        source -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          pause(2);
          running.decrementAndGet();
          return prepare(source);
        });
    assertThat(most).hasValue(THREADS);
  }

  @Test
  void anErrorOfAPreparerComesOut() {
    var error = new OutOfMemoryError("no room");
    assertThatThrownBy(() -> run(numbers(100), failingAt(9, error))).isSameAs(error);
    assertThat(batches).containsExactly(4, 4);
  }

  @Test
  void aFaultOfAPreparerComesOut() {
    var fault = new IllegalStateException("a fault");
    assertThatThrownBy(() -> run(numbers(100), failingAt(9, fault))).isSameAs(fault);
  }

  private static Function<Integer, float[]> failingAt(int place, Throwable failure) {
    return source -> {
      if (source == place) {
        switch (failure) {
          case Error error -> throw error;
          case RuntimeException exception -> throw exception;
          default -> throw new AssertionError(failure);
        }
      }
      return prepare(source);
    };
  }

  @Test
  void aFaultOfTheEncoderComesOutAndEndsThreadsThatWait() {
    var fault = new IllegalStateException("a fault");
    var pipeline =
        new ImagePipeline<Integer>(
            source -> {
              pause(source < BATCH ? 0 : 600_000);
              return prepare(source);
            },
            _ -> {
              throw fault;
            },
            BATCH);
    assertThatThrownBy(() -> pipeline.run(numbers(100), new Answers())).isSameAs(fault);
  }

  /** All that the next batch needs is there, so that nothing waits for it. */
  @Test
  void anInterruptEndsTheRunEvenWhereNothingWaits() {
    var prepared = new AtomicInteger();
    var pipeline =
        new ImagePipeline<Integer>(
            source -> {
              prepared.incrementAndGet();
              return prepare(source);
            },
            pixels -> {
              while (prepared.get() < BATCH + AHEAD) {
                pause(1);
              }
              pause(20);
              Thread.currentThread().interrupt();
              return encode(pixels);
            },
            BATCH);
    assertThatThrownBy(() -> pipeline.run(numbers(100), new Answers()))
        .isInstanceOf(CancellationException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(batches).containsExactly(4);
  }

  @Test
  void theEncoderIsMadeReadyWhileTheFirstPicturesAreRead() {
    var reads = new CountDownLatch(1);
    var starts = new AtomicInteger();
    var answers = new Answers();
    new ImagePipeline<Integer>(
            source -> {
              reads.countDown();
              return prepare(source);
            },
            () -> {
              await(reads);
              starts.incrementAndGet();
            },
            pixels -> {
              assertThat(starts).hasValue(1);
              return encode(pixels);
            },
            BATCH)
        .run(numbers(3 * BATCH), answers);
    assertThat(answers.all).hasSize(3 * BATCH);
    assertThat(starts).hasValue(1);
  }

  @Test
  void nothingIsMadeReadyForNoPictures() {
    new ImagePipeline<Integer>(
            ImagePipelineTest::prepare,
            () -> {
              throw new AssertionError("made ready");
            },
            this::encode,
            BATCH)
        .run(numbers(0), new Answers());
    assertThat(batches).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void batchesOfNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImagePipeline<>(ImagePipelineTest::prepare, this::encode, 0))
        .withMessage("batchSize: expected 1 or more, found 0");
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
