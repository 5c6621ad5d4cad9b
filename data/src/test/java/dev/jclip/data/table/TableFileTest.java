package dev.jclip.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Tars;
import dev.jclip.data.file.NamedFile;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  @TempDir Path folder;

  private List<String> read(String text) throws IOException {
    return read(Tars.write(folder.resolve("t.csv"), text), null);
  }

  private static List<String> read(Path file, @Nullable String separator) {
    Table table = TableFile.open(file, separator);
    var rows = new ArrayList<String>();
    rows.add(String.join("|", table.columns()));
    try (TableRows read = table.rows(table.columns())) {
      read.forEachRemaining(row -> rows.add(describe(table, row)));
    }
    return rows;
  }

  private static String describe(Table table, TableRow row) {
    return switch (row) {
      case TableRow.Fault(String place, String reason) -> place + ": " + reason;
      case TableRow.Cells cells ->
          String.join("|", table.columns().stream().map(c -> cells.cell(c).text()).toList());
    };
  }

  @Test
  void aSeparatorTooManyIsNamed() throws IOException {
    String reason = ": expected 2 cells, found 3; a text with a comma in it needs quotes around it";
    assertThat(read("path,title\na,x\n\nb,red, left\nc,z\n"))
        .containsExactly("path|title", "a|x", "line 4" + reason, "c|z");
    assertThat(read("path,title\na,red, left\nb,y\nc,z\n"))
        .as("also in the first row, which pandas takes for an index of all of them")
        .containsExactly("path|title", "line 2" + reason, "b|y", "c|z");
  }

  @Test
  void indexesOfPandasAndROfNoNameAreRead() throws IOException {
    assertThat(read(",path,title\n0,a,x\n1,b,y\n"))
        .containsExactly("Unnamed: 0|path|title", "0|a|x", "1|b|y");
    assertThat(read("path,title\n0,a,x\n1,b,y\n2,c\n"))
        .containsExactly("path|title", "a|x", "b|y", "c|");
  }

  @Test
  void separatorsAreTakenAsTyped() throws IOException {
    Path tabs = Tars.write(folder.resolve("t.txt"), "path\ttitle\na\tx, y\n");
    assertThat(read(tabs, "\\t")).containsExactly("path|title", "a|x, y");
    Path bars = Tars.write(folder.resolve("b.txt"), "path|title\na|x\n");
    assertThat(read(bars, "\\|")).containsExactly("path|title", "a|x");
    Path wide = Tars.write(folder.resolve("w.txt"), "path§§title\na§x§§ü\n");
    assertThat(read(wide, "§§")).containsExactly("path|title", "a§x|ü");
    for (String pattern : List.of("", "\\s+", "\"")) {
      assertThatThrownBy(() -> TableFile.open(tabs, pattern))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("separator \"%s\"", pattern);
    }
  }

  @Test
  void aQuoteThatIsNotClosedCostsItsLineAlone() throws IOException {
    assertThat(read("path,title\na,\"x\nb,y\nc,z\n"))
        .containsExactly(
            "path|title",
            "line 2: expected the quote that opens in line 2 to be closed, found none up to the end of the file",
            "b|y",
            "c|z");
  }

  @Test
  void rowsTakeBoundedMemory() throws IOException {
    String longCell = "x".repeat(5000);
    String text = "a,%s\nb,\"%s\nc,y\nd,\"u\nv\"\n".formatted(longCell, longCell);
    var tokens = new RowTokenizer(new Characters(new StringReader(text)), ",", 1000);
    var rows = new ArrayList<String>();
    for (var row = tokens.next(); row != null; row = tokens.next()) {
      rows.add(row.line() + (row.fault() == null ? row.cells().toString() : " fault"));
    }
    assertThat(rows).containsExactly("1 fault", "2 fault", "3[c, y]", "4[d, u\nv]");
  }

  @Test
  void encodingsAreToldAndOtherBytesCostTheirRow() throws IOException {
    String text = "path,title\na,caf\u00e9\nb,y\n";
    List<String> rows = List.of("path|title", "a|caf\u00e9", "b|y");
    assertThat(read("\uFEFF" + text)).isEqualTo(rows);
    Path file = folder.resolve("e.csv");
    Tars.write(file, text.getBytes(StandardCharsets.UTF_16));
    assertThat(read(file, null)).isEqualTo(rows);
    Tars.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(read(file, null))
        .containsExactly(
            "path|title",
            "line 2: expected UTF-8 in the column title, found the byte 0xe9; the text may be in Latin-1 or Windows-1252",
            "b|y");
    Tars.write(file, text.getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> read(file, null))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("e.csv", "UTF-16 without a byte order mark");
  }

  @Test
  void addressesOnANetworkAreNoFiles() throws IOException {
    Path picture = Tars.write(folder.resolve("a b.jpg"), "A");
    assertThat(NamedFile.of("a b.jpg", folder)).isEqualTo(picture);
    assertThat(NamedFile.of("file://" + picture, folder)).isEqualTo(picture);
    assertThatThrownBy(() -> NamedFile.of("https://example.org/a.jpg", folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("https://example.org/a.jpg", "downloaded first");
  }

  /** As Hadoop's programs framed it; made by make_hadoop_lz4.py. */
  @Test
  void readsTheOlderLz4() throws IOException {
    Path file = Tars.write(folder.resolve("h.parquet"), resource("hadoop_lz4.parquet"));
    assertThat(read(file, null))
        .hasSize(41)
        .startsWith("caption", "a photo of shoe number 0", "a photo of shoe number 1")
        .endsWith("a photo of shoe number 39");
  }

  @Test
  void damagedParquetIsAFaultAndNeverAnotherException() throws IOException {
    byte[] whole = resource("/dev/jclip/data/pair/00000.parquet");
    var random = new Random(11);
    for (int i = 0; i < 60; i++) {
      byte[] damaged =
          i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int flips = random.nextInt(5); flips >= 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      // A file of its own each time: a thread that was given up may still read the one before,
      // and a file that is mapped must not become shorter.
      Path file = Tars.write(folder.resolve(i + ".parquet"), damaged);
      var patience = new Patience(Duration.ofMillis(500));
      try {
        Table table = ParquetTable.open(file, patience);
        try (TableRows rows = table.rows(table.columns())) {
          rows.forEachRemaining(row -> assertThat(row).isNotNull());
        }
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("cannot be read as Parquet");
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(TableFileTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
