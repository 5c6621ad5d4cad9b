package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several users of one cache at once, in one process and in two, and one that is killed. */
@Timeout(120)
@Tag("slow")
class HubProcessesTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final int SIZE = 2_000_000;

  @TempDir Path cache;
  private final FakeHub server = FakeHub.withCheckpoint(SIZE);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void stop() {
    over.countDown();
    server.close();
  }

  /** The weights come only when this many clients have asked about them. */
  private void holdWeightsUntilAskedBy(int clients) {
    var asked = new CountDownLatch(clients);
    byte[] content = server.content(WEIGHTS);
    for (int i = 0; i < clients; i++) {
      server.fail(
          "HEAD " + WEIGHTS,
          exchange -> {
            asked.countDown();
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + server.etag(WEIGHTS) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(SIZE));
            FakeHub.send(exchange, 200, new byte[0]);
          });
      server.fail(
          "CDN " + WEIGHTS,
          exchange -> {
            await(asked);
            FakeHub.send(exchange, 200, content);
          });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void twoProcessesDownloadOnce() throws Exception {
    holdWeightsUntilAskedBy(2);
    Process first = PullMain.start(server, cache);
    Process second = PullMain.start(server, cache);

    String snapshot = "snapshots/" + FakeHub.COMMIT;
    assertThat(output(first)).contains(snapshot);
    assertThat(output(second)).contains(snapshot);

    assertThat(server.cdnRequests(WEIGHTS)).hasSize(1);
    assertThat(new Pulls(server, cache).repository().resolve(snapshot).resolve(WEIGHTS))
        .hasBinaryContent(server.content(WEIGHTS));
  }

  @Test
  void manyThreadsOfSeveralHubsDownloadOnce() throws Exception {
    int clients = 6;
    holdWeightsUntilAskedBy(clients);
    var results = new ArrayList<Future<Path>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Path> pull = () -> new Pulls(server, cache).pull();
      for (int i = 0; i < clients; i++) {
        results.add(threads.submit(pull));
      }
      for (Future<Path> result : results) {
        assertThat(result.get().resolve(WEIGHTS)).hasBinaryContent(server.content(WEIGHTS));
      }
    }
    assertThat(server.cdnRequests(WEIGHTS)).hasSize(1);
  }

  @Test
  void aKilledDownloadIsResumed() throws Exception {
    int half = SIZE / 2;
    server.fail(
        "CDN " + WEIGHTS,
        exchange -> {
          FakeHub.cutAfter(server.content(WEIGHTS), half).answer(exchange);
          await(over);
        });
    Pulls pulls = new Pulls(server, cache);
    Path partial = pulls.repository().resolve("blobs/" + server.etag(WEIGHTS) + ".incomplete");

    Process process = PullMain.start(server, cache);
    while (!Files.exists(partial) || Files.size(partial) < half) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(10);
    }
    process.destroyForcibly().waitFor();
    assertThat(pulls.hub().findCached(FakeHub.NAME)).isEmpty();
    assertThat(pulls.hub().cached()).extracting(CachedModel::complete).containsExactly(false);

    Path snapshot = pulls.pull();

    assertThat(snapshot.resolve(WEIGHTS)).hasBinaryContent(server.content(WEIGHTS));
    List<FakeHub.Request> requests = server.cdnRequests(WEIGHTS);
    assertThat(requests).hasSize(2);
    assertThat(requests.getLast().header("Range")).isEqualTo("bytes=" + half + "-");
    assertThat(partial).doesNotExist();
  }

  @Test
  void aLockIsHeldAgainstThreadsOfTheSameProcess() throws Exception {
    Path file = cache.resolve("locks/x.lock");
    var order = new ArrayList<String>();
    var waiting = new CountDownLatch(1);
    Thread other;
    try (BlobLock _ = BlobLock.acquire(file)) {
      other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    waiting.countDown();
                    try (BlobLock _ = BlobLock.acquire(file)) {
                      order.add("second");
                    }
                  });
      await(waiting);
      while (other.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
      order.add("first");
    }
    other.join();
    assertThat(order).containsExactly("first", "second");
  }
}
