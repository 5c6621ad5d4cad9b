package dev.jclip.data.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Entry;
import dev.jclip.data.Tars;
import dev.jclip.data.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairOrderTest {
  private static final int NUM_PAIRS = 90;
  private static final List<String> ALL =
      IntStream.range(0, NUM_PAIRS).mapToObj(i -> "caption " + i).sorted().toList();

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (int shard = 0; shard < 6; shard++) {
      Pairs.shard(folder.resolve("s/%d.tar".formatted(shard)), 15 * shard, 15);
    }
    var table = new StringBuilder("filepath\ttitle\n");
    for (int i = 0; i < NUM_PAIRS; i++) {
      Tars.write(folder.resolve(i + ".jpg"), "image " + i);
      table.append(i).append(".jpg\tcaption ").append(i).append('\n');
    }
    Tars.write(folder.resolve("t.csv"), table.toString());
  }

  private PairSource shards() {
    return PairSources.open(folder + "/s", PairOptions.defaults().withShuffle(3, 20, 1 << 20));
  }

  private PairSource table() {
    return PairSources.open(folder + "/t.csv", PairOptions.defaults());
  }

  private PairSource mix() {
    PairOptions options = PairOptions.defaults().withWeights(List.of(1.0, 1.5, 0.4));
    return PairSources.open(
        "%s/s/{0,1}.tar::%s/s/{2,3,4,5}.tar::%s/t.csv".formatted(folder, folder, folder), options);
  }

  private static List<String> sorted(List<String> entries) {
    return entries.stream().sorted().toList();
  }

  @Test
  void everyPassHasEachPairOnceInAnOrderOfItsOwn() {
    for (PairSource source : List.of(shards(), table())) {
      var orders = new HashSet<List<String>>();
      for (long seed = 0; seed < 3; seed++) {
        for (long pass = 0; pass < 3; pass++) {
          List<String> entries = Pairs.read(source, new PairOrder(seed, pass, 0, 1));
          assertThat(sorted(entries)).isEqualTo(ALL);
          orders.add(entries);
        }
      }
      assertThat(orders).hasSize(9);
      assertThat(Pairs.read(source, new PairOrder(2, 1, 0, 1)))
          .isEqualTo(Pairs.read(source, new PairOrder(2, 1, 0, 1)));
    }
  }

  @Test
  void ranksShareAPassWithoutOverlap() {
    for (PairSource source : List.of(shards(), table())) {
      for (int worldSize : new int[] {1, 2, 3, 4, 6, 7, 13}) {
        var all = new ArrayList<String>();
        for (int rank = 0; rank < worldSize; rank++) {
          all.addAll(Pairs.read(source, new PairOrder(8, 1, rank, worldSize)));
        }
        assertThat(sorted(all)).as("%s %d", source.name(), worldSize).isEqualTo(ALL);
      }
    }
  }

  @Test
  void ranksReadShardsOfTheirOwnWhereThereAreEnough() {
    for (int rank = 0; rank < 3; rank++) {
      List<String> entries = Pairs.read(shards(), new PairOrder(8, 0, rank, 3));
      long shards =
          entries.stream()
              .map(caption -> Integer.parseInt(caption.substring("caption ".length())) / 15)
              .distinct()
              .count();
      assertThat(shards).isEqualTo(2);
    }
  }

  @Test
  void shardsAreShuffledAndInterleavedAndBuffered() {
    PairSource unbuffered =
        PairSources.open(folder + "/s", PairOptions.defaults().withShuffle(3, 1, 1 << 20));
    List<Integer> numbers =
        Pairs.read(unbuffered, PairOrder.first(4)).stream()
            .map(caption -> Integer.parseInt(caption.substring("caption ".length())))
            .toList();
    assertThat(numbers.subList(0, 3).stream().map(i -> i / 15).distinct()).hasSize(3);
    for (int i = 0; i < 42; i++) { // three at once, each in its own order
      assertThat(numbers.get(i + 3)).isEqualTo(numbers.get(i) + 1);
    }
    var firsts = new HashSet<List<Integer>>();
    for (long pass = 0; pass < 8; pass++) {
      firsts.add(
          Pairs.read(unbuffered, new PairOrder(4, pass, 0, 1)).stream()
              .limit(3)
              .map(caption -> Integer.parseInt(caption.substring("caption ".length())))
              .toList());
    }
    assertThat(firsts).hasSizeGreaterThan(4);
    assertThat(Pairs.read(shards(), PairOrder.first(4)))
        .isNotEqualTo(Pairs.read(unbuffered, PairOrder.first(4)));
  }

  @Test
  void skippingIsReading() {
    for (PairSource source : List.of(shards(), table(), mix())) {
      for (PairOrder order : List.of(PairOrder.first(1), new PairOrder(1, 2, 1, 4))) {
        List<String> whole = Pairs.read(source, order);
        for (int skipped = 0; skipped <= whole.size() + 1; skipped += 5) {
          try (PairStream stream = source.stream(order)) {
            stream.skip(skipped);
            assertThat(Pairs.read(stream))
                .isEqualTo(whole.subList(Math.min(skipped, whole.size()), whole.size()));
          }
        }
        try (PairStream stream = source.stream(order)) {
          stream.skip(Long.MAX_VALUE);
          assertThat(stream.hasNext()).isFalse();
        }
      }
    }
  }

  @Test
  void skippingFilesDoesNotReadThem() throws IOException {
    PairSource source = table();
    for (int i = 0; i < NUM_PAIRS; i++) {
      Files.delete(folder.resolve(i + ".jpg"));
    }
    try (PairStream stream = source.stream(PairOrder.first(0))) {
      stream.skip(NUM_PAIRS - 1);
      assertThat(Pairs.describe(stream.next())).contains("no such file");
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void mixesGiveEachPairAsOftenAsItsWeight() {
    PairSource source = mix();
    assertThat(source.numPairs()).isEqualTo(30 + 90 + 36);
    var counts = new TreeMap<String, Long>();
    for (long pass = 0; pass < 20; pass++) {
      Pairs.read(source, new PairOrder(6, pass, 0, 1))
          .forEach(caption -> counts.merge(caption, 1L, Long::sum));
    }
    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(20 * 156);
    for (int i = 0; i < NUM_PAIRS; i++) {
      double shards = i < 30 ? 20 : 30;
      double expected = shards + 8;
      assertThat(counts.getOrDefault("caption " + i, 0L).doubleValue())
          .isBetween(expected - 12, expected + 12);
    }
    List<String> pass = Pairs.read(source, new PairOrder(6, 3, 0, 1));
    var once =
        pass.stream().collect(Collectors.groupingBy(caption -> caption, Collectors.counting()));
    for (int i = 0; i < 30; i++) {
      assertThat(once.get("caption " + i)).isBetween(1L, 2L);
    }
    List<String> thirds = pass.subList(0, 52);
    assertThat(thirds).anyMatch(caption -> caption.matches("caption \\d|caption [12]\\d"));
    assertThat(thirds).anyMatch(caption -> caption.matches("caption [3-8]\\d"));
  }

  @Test
  void repeatedPassesOfAMixAreAllDifferent() {
    PairOptions options = PairOptions.defaults().withWeights(List.of(2.0));
    PairSource source = PairSources.open(folder + "/t.csv", options);
    var orders = new HashSet<List<String>>();
    for (long pass = 0; pass < 3; pass++) {
      List<String> entries = Pairs.read(source, new PairOrder(6, pass, 0, 1));
      assertThat(entries).hasSize(2 * NUM_PAIRS);
      orders.add(entries.subList(0, NUM_PAIRS));
      orders.add(entries.subList(NUM_PAIRS, 2 * NUM_PAIRS));
    }
    assertThat(orders).hasSize(6).allMatch(order -> sorted(order).equals(ALL));
  }

  @Test
  void everyPermutationIsAsLikely() throws IOException {
    Tars.write(folder.resolve("u.csv"), "filepath,title\n0.jpg,a\n1.jpg,b\n2.jpg,c\n3.jpg,d\n");
    PairSource source = PairSources.open(folder + "/u.csv", PairOptions.defaults());
    var counts = new TreeMap<String, Integer>();
    for (long seed = 0; seed < 2400; seed++) {
      counts.merge(String.join("", Pairs.read(source, PairOrder.first(seed))), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(counts.values()).allMatch(count -> count > 60 && count < 140);
  }

  @Test
  void mixesAreSharedByRanks() {
    var all = new ArrayList<String>();
    PairOptions options = PairOptions.defaults().withWeights(List.of(2.0, 1.0));
    PairSource source = PairSources.open("%s/s::%s/t.csv".formatted(folder, folder), options);
    for (int rank = 0; rank < 3; rank++) {
      all.addAll(Pairs.read(source, new PairOrder(8, 1, rank, 3)));
    }
    var thrice = new ArrayList<String>();
    ALL.forEach(caption -> thrice.addAll(Collections.nCopies(3, caption)));
    assertThat(sorted(all)).isEqualTo(thrice);
  }

  @Test
  void captionsAreDrawnByPassAndKeyAndNotByRank() throws IOException {
    var members = new ArrayList<String>();
    for (int i = 0; i < 60; i++) {
      members.addAll(
          List.of(i + ".jpg", "p", i + ".txt", i + " t", i + ".json", "{\"c\":\"" + i + " j\"}"));
    }
    Path shard = Tars.write(folder.resolve("j.tar"), Tars.of(members.toArray(String[]::new)));
    PairSource source =
        PairSources.open(
            shard.toString(), PairOptions.defaults().withCaptions(CaptionSpec.parse("txt,json:c")));
    List<String> first = sorted(Pairs.read(source, new PairOrder(0, 0, 0, 1)));
    assertThat(first).anyMatch(text -> text.endsWith("t")).anyMatch(text -> text.endsWith("j"));
    assertThat(sorted(Pairs.read(source, new PairOrder(0, 1, 0, 1)))).isNotEqualTo(first);
    assertThat(sorted(Pairs.read(source, new PairOrder(1, 0, 0, 1)))).isNotEqualTo(first);
    var halves = new ArrayList<>(Pairs.read(source, new PairOrder(0, 0, 0, 2)));
    halves.addAll(Pairs.read(source, new PairOrder(0, 0, 1, 2)));
    assertThat(sorted(halves)).isEqualTo(first);
  }

  @Test
  void damagedShardsAreFaultsAndTheRestIsRead() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("s/2.tar"));
    Tars.write(folder.resolve("s/2.tar"), Arrays.copyOf(whole, 512 * 21));
    Tars.write(folder.resolve("s/4.tar"), "no shard".repeat(100));
    List<String> entries = Pairs.read(shards(), PairOrder.first(0));
    assertThat(entries.stream().filter(text -> text.startsWith("fault"))).hasSize(2);
    assertThat(entries).hasSize(4 * 15 + 5 + 2);
  }

  @Test
  void theBufferIsBoundedByEntriesAndBytes() {
    var source = new CountingStream(1000, 100);
    var byEntries = new ShuffleBuffer(source, 10, 1 << 20, SeededRandom.of(1));
    byEntries.next();
    assertThat(source.given).isEqualTo(10);
    byEntries.next();
    assertThat(source.given).isEqualTo(11);
    source = new CountingStream(1000, 10_000);
    var byBytes = new ShuffleBuffer(source, 1000, 50_000, SeededRandom.of(1));
    for (int i = 0; i < 20; i++) {
      byBytes.next();
      assertThat(source.given - i).isBetween(5, 6);
    }
    byBytes.close();
    assertThat(source.closed).isTrue();
  }

  @Test
  void wrongRanksAreRefused() {
    for (int[] rank : new int[][] {{-1, 2}, {2, 2}, {0, 0}}) {
      assertThatThrownBy(() -> new PairOrder(0, 0, rank[0], rank[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rank");
    }
    assertThatThrownBy(() -> new PairOrder(0, -1, 0, 1)).hasMessageContaining("pass");
  }

  private static final class CountingStream implements PairStream {
    private final int length;
    private final int bytes;
    private int given;
    private boolean closed;

    CountingStream(int length, int bytes) {
      this.length = length;
      this.bytes = bytes;
    }

    @Override
    public boolean hasNext() {
      return given < length;
    }

    @Override
    public Entry<String> next() {
      return new Entry.Example<>("" + given++, new byte[bytes], "c");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
