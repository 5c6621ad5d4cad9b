package dev.jclip.search.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.search.source.PictureSources;
import dev.jclip.search.source.WatchedPlaces;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each wait would last a day, so a test that ends has been told of a change. */
@Timeout(120)
class FileEventsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree"));
    Files.createDirectories(tree.resolve("sub"));
    Files.writeString(tree.resolve("sub/a.png"), "a");
  }

  @Test
  void newChangedAndVanishedFilesAreTold() throws Exception {
    try (Changes changes = events(Set.of(tree), Set.of())) {
      Files.writeString(tree.resolve("sub/b.png"), "b");
      await(changes);
      Files.writeString(tree.resolve("sub/b.png"), "bb");
      await(changes);
      Files.delete(tree.resolve("sub/a.png"));
      await(changes);
    }
  }

  @Test
  void foldersThatAreMadeLaterAreWatchedToo() throws Exception {
    try (Changes changes = events(Set.of(tree), Set.of())) {
      Path deep = Files.createDirectories(tree.resolve("new/deep"));
      await(changes);
      Files.writeString(deep.resolve("c.png"), "c");
      await(changes);
    }
  }

  @Test
  void aBurstIsOneChange() throws Exception {
    try (Changes changes = events(Set.of(tree), Set.of())) {
      for (int i = 0; i < 200; i++) {
        Files.writeString(tree.resolve(i + ".png"), "x");
      }
      await(changes);
      assertThat(isToldWithin(changes, Duration.ofMillis(500))).isFalse();
    }
  }

  @Test
  void ofSingleFilesNothingElseIsTold() throws Exception {
    Path shard = folder.resolve("s.tar");
    try (Changes changes = events(Set.of(), Set.of(shard))) {
      Files.writeString(folder.resolve("other.tar"), "x");
      Files.writeString(tree.resolve("sub/b.png"), "b");
      assertThat(isToldWithin(changes, Duration.ofMillis(500))).isFalse();
      Files.writeString(shard, "x");
      await(changes);
    }
  }

  @Test
  void hiddenFoldersAreNotWatched() throws Exception {
    Path hidden = Files.createDirectories(tree.resolve(".git"));
    try (Changes changes = events(Set.of(tree), Set.of())) {
      Files.writeString(hidden.resolve("x"), "x");
      assertThat(isToldWithin(changes, Duration.ofMillis(500))).isFalse();
    }
  }

  @Test
  void lostEventsAreAChangeAndNewFoldersAmongThemAreFound() throws Exception {
    try (FileEvents changes = events(Set.of(tree), Set.of())) {
      Path unseen = Files.createDirectories(tree.resolve("unseen"));
      assertThat(changes.take(overflowed())).isTrue();
      await(changes);
      Files.writeString(unseen.resolve("d.png"), "d");
      await(changes);
    }
  }

  private static WatchKey overflowed() {
    WatchEvent<?> overflow =
        (WatchEvent<?>)
            Proxy.newProxyInstance(
                FileEventsTest.class.getClassLoader(),
                new Class<?>[] {WatchEvent.class},
                (_, method, _) ->
                    method.getName().equals("kind") ? StandardWatchEventKinds.OVERFLOW : null);
    return (WatchKey)
        Proxy.newProxyInstance(
            FileEventsTest.class.getClassLoader(),
            new Class<?>[] {WatchKey.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "pollEvents" -> List.of(overflow);
                  case "reset" -> true;
                  case "hashCode" -> 1;
                  default -> null;
                });
  }

  @Test
  void whereThereAreNoEventsTheSourcesAreLookedAtRegularly() throws Exception {
    var sources = PictureSources.of(List.of(tree.toString()));
    var every = Duration.ofMillis(10);
    assertThat(ChangeSources.of(sources, every)).isInstanceOf(FileEvents.class);
    for (ChangeSources.Services none :
        List.<ChangeSources.Services>of(
            () -> {
              throw new UnsupportedOperationException();
            },
            () -> {
              throw new IOException("User limit of inotify instances reached");
            })) {
      try (Changes changes = ChangeSources.of(sources, every, none)) {
        assertThat(changes).isEqualTo(new RegularLooks(every));
        await(changes);
      }
    }
    Path table = Files.writeString(folder.resolve("t.csv"), "path\ntree/sub/a.png\n");
    assertThat(
            ChangeSources.of(PictureSources.of(List.of(tree.toString(), table.toString())), every))
        .as("a table's images may be anywhere")
        .isEqualTo(new RegularLooks(every));
  }

  @Test
  void aWaitCanBeEnded() throws Exception {
    var asked = new AtomicInteger();
    try (Changes changes = events(Set.of(tree), Set.of())) {
      changes.await(Duration.ZERO, () -> asked.incrementAndGet() > 3);
      new RegularLooks(DAY).await(Duration.ZERO, () -> asked.incrementAndGet() > 6);
    }
    assertThat(asked.get()).isEqualTo(7);
  }

  private static FileEvents events(Set<Path> trees, Set<Path> files) throws IOException {
    return new FileEvents(
        new WatchedPlaces(trees, files),
        FileSystems.getDefault().newWatchService(),
        DAY,
        new RegularLooks(DAY));
  }

  private static boolean never() {
    return false;
  }

  private static void await(Changes changes) throws InterruptedException {
    changes.await(Duration.ZERO, FileEventsTest::never);
  }

  private static boolean isToldWithin(Changes changes, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    var isOver = new AtomicInteger();
    changes.await(
        Duration.ZERO,
        () -> {
          boolean over = System.nanoTime() > end;
          isOver.addAndGet(over ? 1 : 0);
          return over;
        });
    return isOver.get() == 0;
  }
}
