package dev.jclip.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hubs for tests: they do not sleep but note how long they would have. */
record Pulls(FakeHub server, Path cache, List<Duration> waits) {
  Pulls(FakeHub server, Path cache) {
    this(server, cache, new CopyOnWriteArrayList<>());
  }

  ModelHub hub() {
    return hub(server.options(cache));
  }

  ModelHub hub(HubOptions options) {
    return new ModelHub(
        options,
        List.of("acme/tiny-clip", "openai/clip-vit-base-patch32"),
        policy(),
        Links.standard());
  }

  RetryPolicy policy() {
    return new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofMinutes(2), waits::add, () -> 0.5);
  }

  Path pull() {
    return hub().resolve(FakeHub.NAME, ProgressListener.NONE);
  }

  Path repository() {
    return cache.resolve("models--acme--tiny-clip");
  }
}
