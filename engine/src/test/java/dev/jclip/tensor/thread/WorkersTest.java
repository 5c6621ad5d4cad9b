package dev.jclip.tensor.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("kernels")
class WorkersTest {
  private static final int PARTS = 100;

  @Test
  void sharedPartsAreEachDoneOnce() {
    var done = new AtomicIntegerArray(PARTS);
    Workers.share(PARTS, done::incrementAndGet);
    assertThat(IntStream.range(0, PARTS).map(done::get)).containsOnly(1);
  }

  @Test
  void eachThreadThatDoesPartsHasWhatDoesThemMadeOnce() {
    int threads = Engine.threads();
    Set<Thread> made = ConcurrentHashMap.newKeySet();
    var makings = new AtomicInteger();
    var allHere = new CountDownLatch(threads);
    Workers.share(
        threads,
        () -> {
          Thread maker = Thread.currentThread();
          made.add(maker);
          makings.incrementAndGet();
          return _ -> {
            assertThat(Thread.currentThread()).isSameAs(maker);
            allHere.countDown();
            await(allHere);
          };
        });
    assertThat(made).hasSize(threads);
    assertThat(makings).hasValue(threads);
  }

  @Test
  void whatCannotBeMadeFailsAllParts() {
    assertThatThrownBy(
            () ->
                Workers.share(
                    PARTS,
                    () -> {
                      throw new IllegalStateException("no memory");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no memory");
  }

  @Test
  void aThreadGoesThroughNeighboursAndThenHelpsOthers() {
    int stretches = 4;
    var work = new ArrayList<Integer>();
    new SharedWork(10, stretches, () -> work::add).run();
    assertThat(work).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void aThreadThatComesLaterBeginsElsewhere() {
    var done = new ArrayList<Integer>();
    var later = new ArrayList<Integer>();
    var shared = new AtomicReference<SharedWork>();
    shared.set(
        new SharedWork(
            6,
            2,
            () ->
                part -> {
                  if (done.isEmpty()) {
                    done.add(part);
                    join(Thread.ofPlatform().start(shared.get()));
                  } else {
                    later.add(part);
                  }
                }));
    shared.get().run();
    assertThat(done).containsExactly(0);
    assertThat(later).containsExactly(3, 4, 5, 1, 2);
  }

  @Test
  void theCallingThreadAndOthersShare() {
    int threads = Engine.threads();
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    var allHere = new CountDownLatch(threads);
    Workers.share(
        threads,
        _ -> {
          seen.add(Thread.currentThread());
          allHere.countDown();
          await(allHere);
        });
    assertThat(seen).hasSize(threads).contains(Thread.currentThread());
  }

  @Test
  void theSameThreadsHelpACallerAgain() {
    assumeThat(OpenMpTeam.exists()).isTrue();
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    int threads = Engine.threads();
    for (int i = 0; i < 10; i++) {
      var allHere = new CountDownLatch(threads);
      OpenMpTeam.run(
          threads,
          () -> {
            seen.add(Thread.currentThread());
            allHere.countDown();
            await(allHere);
          });
    }
    assertThat(seen).hasSize(threads).contains(Thread.currentThread());
    assertThat(seen)
        .filteredOn(thread -> thread != Thread.currentThread())
        .allMatch(Thread::isDaemon);
  }

  @Test
  void callersDoNotGetEachOthersParts() {
    int callers = 4;
    var done = new AtomicIntegerArray(callers * PARTS);
    List<Thread> running =
        IntStream.range(0, callers)
            .mapToObj(
                caller ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int round = 0; round < 100; round++) {
                                Workers.share(
                                    PARTS, part -> done.incrementAndGet(caller * PARTS + part));
                              }
                            }))
            .toList();
    running.forEach(WorkersTest::join);
    assertThat(IntStream.range(0, callers * PARTS).map(done::get)).containsOnly(100);
  }

  @Test
  void partsMayUseTheEngineOnTheirThread() {
    float[] sums = new float[PARTS];
    Workers.share(
        PARTS,
        part -> {
          try (TensorScope _ = TensorScope.inference()) {
            sums[part] = Tensors.floats(torch.arange(new Scalar(part + 1)).sum())[0];
          }
        });
    for (int part = 0; part < PARTS; part++) {
      assertThat(sums[part]).isEqualTo(part * (part + 1) / 2f);
    }
  }

  @Test
  void sharedPartsNeedNoThreadButTheCaller() {
    var release = new CountDownLatch(1);
    int threads = Runtime.getRuntime().availableProcessors();
    var busy = new CountDownLatch(threads);
    Thread occupier =
        Thread.ofPlatform()
            .start(
                () ->
                    Workers.map(
                        threads + 1,
                        _ -> {
                          busy.countDown();
                          await(release);
                          return 0;
                        }));
    await(busy);
    var done = new AtomicIntegerArray(PARTS);
    Workers.share(PARTS, done::incrementAndGet);
    assertThat(IntStream.range(0, PARTS).map(done::get)).containsOnly(1);
    release.countDown();
    join(occupier);
  }

  @Test
  void aPartThatFailsIsToldWhenAllOthersAreDone() {
    var done = new AtomicIntegerArray(PARTS);
    assertThatThrownBy(
            () ->
                Workers.share(
                    PARTS,
                    part -> {
                      if (part == 3) {
                        throw new IllegalStateException("part 3");
                      }
                      done.incrementAndGet(part);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 3");
    assertThat(IntStream.range(0, PARTS).filter(part -> part != 3).map(done::get)).containsOnly(1);
  }

  @Test
  void anInterruptedCallerStillGetsAllParts() {
    var done = new AtomicIntegerArray(PARTS);
    Thread.currentThread().interrupt();
    Workers.share(PARTS, done::incrementAndGet);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(IntStream.range(0, PARTS).map(done::get)).containsOnly(1);
  }

  @Test
  void operationsOnOneThreadLeaveTheNumberAsItWas() {
    int threads = Engine.threads();
    assertThat(Engine.<Integer>onOneThread(Engine::threads)).isEqualTo(1);
    assertThat(Engine.threads()).isEqualTo(threads);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
