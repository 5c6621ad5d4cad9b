package dev.jclip.data.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Entry;
import dev.jclip.data.Tars;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file that {@code src/test/python/make_parquet_goldens.py} made. */
class ParquetPairsTest {
  private static final byte[] FILE = read();

  @TempDir Path folder;

  private static byte[] read() {
    try (var resource = ParquetPairsTest.class.getResourceAsStream("00000.parquet")) {
      return Objects.requireNonNull(resource).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PairSource open(PairOptions options) throws IOException {
    return PairSources.open(Tars.write(folder.resolve("00000.parquet"), FILE).toString(), options);
  }

  @Test
  void readsWhatImg2datasetWrites() throws IOException {
    PairSource source = open(PairOptions.defaults());
    assertThat(source.numPairs()).isEqualTo(10);
    var keys = new TreeSet<String>();
    int faults = 0;
    try (PairStream stream = source.stream(PairOrder.first(0))) {
      while (stream.hasNext()) {
        switch (stream.next()) {
          case Entry.Example<String> pair -> {
            keys.add(pair.key());
            assertThat(pair.image()).startsWith(0xff, 0xd8, 0xff).endsWith(0xff, 0xd9);
            int number = Integer.parseInt(pair.key().substring("00000.parquet/".length()));
            assertThat(pair.annotation()).isEqualTo("picture number " + number);
          }
          case Entry.Skipped<String> fault -> {
            faults++;
            assertThat(fault.reason())
                .isIn(
                    "00000.parquet/000000004: has no image in the column jpg",
                    "00000.parquet/000000007: has no caption: expected txt, found none");
          }
        }
      }
    }
    assertThat(keys).hasSize(8).contains("00000.parquet/000000009");
    assertThat(faults).isEqualTo(2);
  }

  @Test
  void columnsAreFieldsOfCaptions() throws IOException {
    CaptionSpec spec = CaptionSpec.parse("json:\"{width} wide from {url}\"");
    assertThat(Pairs.read(open(PairOptions.defaults().withCaptions(spec)), PairOrder.first(0)))
        .contains("13 wide from https://example.org/7.jpg");
    assertThatThrownBy(() -> open(PairOptions.defaults().withColumns(null, "captoin")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("00000.parquet", "expected a column captoin, found caption");
    assertThatThrownBy(() -> open(PairOptions.defaults().withColumns("png", null)))
        .hasMessageContaining("expected a column png");
  }

  @Test
  void foldersOfParquetAreShards() throws IOException {
    Tars.write(folder.resolve("p/00000.parquet"), FILE);
    Tars.write(folder.resolve("p/00001.parquet"), FILE);
    PairSource source = PairSources.open(folder + "/p", PairOptions.defaults());
    assertThat(source.numPairs()).isEqualTo(20);
    for (int worldSize : new int[] {1, 2, 3}) {
      int entries = 0;
      for (int rank = 0; rank < worldSize; rank++) {
        entries += Pairs.read(source, new PairOrder(0, 0, rank, worldSize)).size();
      }
      assertThat(entries).isEqualTo(20);
    }
  }

  @Test
  void leavesNoThreads() throws IOException, InterruptedException {
    PairSource source = open(PairOptions.defaults());
    for (int i = 0; i < 3; i++) {
      try (PairStream stream = source.stream(PairOrder.first(0))) {
        stream.next();
      }
    }
    for (int i = 0; i < 100 && !threads().isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().contains("hardwood")))
        .map(Thread::getName)
        .toList();
  }
}
