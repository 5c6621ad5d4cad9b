package dev.jclip.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** On tables that {@code src/test/python/make_table_goldens.py} made, with the rows of pandas. */
class TableGoldenTest {
  private static final String EXPECTED = "expected.json";

  @TempDir Path folder;

  @Test
  void readsTheRowsOfPandas() throws IOException {
    unpack();
    Map<String, Integer> kinds = compareAll(folder);
    assertThat(kinds).containsKeys("equal", "equal beside named faults");
  }

  @Test
  @EnabledIfSystemProperty(named = "jclip.tables", matches = ".+")
  void readsTheRowsOfPandasInMoreTables() throws IOException {
    System.out.println(compareAll(Path.of(System.getProperty("jclip.tables"))));
  }

  private void unpack() throws IOException {
    try (InputStream resource =
            Objects.requireNonNull(TableGoldenTest.class.getResourceAsStream("tables.zip"));
        var zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.write(folder.resolve(entry.getName()), zip.readAllBytes());
      }
    }
  }

  /** What became of how many tables. */
  private static Map<String, Integer> compareAll(Path folder) throws IOException {
    var kinds = new TreeMap<String, Integer>();
    var softly = new SoftAssertions();
    JsonNode all = JsonMapper.shared().readTree(Files.readString(folder.resolve(EXPECTED)));
    for (JsonNode expected : all) {
      kinds.merge(compare(folder, expected, softly), 1, Integer::sum);
    }
    softly.assertAll();
    return kinds;
  }

  private static String compare(Path folder, JsonNode expected, SoftAssertions softly) {
    String name = expected.get("file").asString();
    String what = name + " (" + expected.get("kind").asString() + ")";
    Table table =
        TableFile.open(folder.resolve(name), expected.path("separator").asString(null));
    softly.assertThat(table.columns()).as(what).isEqualTo(texts(expected.get("columns")));
    var rows = new ArrayList<String>();
    var faults = new ArrayList<String>();
    try (TableRows read = table.rows(table.columns())) {
      while (read.hasNext()) {
        switch (read.next()) {
          case TableRow.Cells cells ->
              rows.add(
                  String.join(
                      " | ",
                      table.columns().stream().map(c -> describe(cells.cell(c))).toList()));
          case TableRow.Fault fault -> faults.add(fault.place() + ": " + fault.reason());
        }
      }
    }
    List<String> pandas = expected.get("rows").valueStream().map(TableGoldenTest::describe).toList();
    if (expected.path("impliedIndex").asBoolean(false) && !rows.equals(pandas)) {
      softly.assertThat(faults).as(what).anyMatch(fault -> fault.matches("line \\d+: expected.*"));
      return "rows too long for an index, named";
    }
    if (expected.has("unclosed")) {
      softly.assertThat(rows).as(what).startsWith(pandas.toArray(String[]::new));
      softly.assertThat(faults).as(what).anyMatch(fault -> fault.contains("quote that opens"));
      return "refused by pandas, here one row's fault";
    }
    softly.assertThat(rows).as(what).isEqualTo(pandas);
    softly.assertThat(faults).as(what).hasSize(expected.get("faults").asInt());
    return faults.isEmpty() ? "equal" : "equal beside named faults";
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static String describe(Cell cell) {
    byte[] bytes = cell.bytes();
    return cell.texts().stream().filter(text -> !text.isEmpty()).toList()
        + (bytes == null ? "" : HexFormat.of().formatHex(bytes));
  }

  private static String describe(JsonNode row) {
    return String.join(
        " | ",
        row.valueStream()
            .map(
                cell ->
                    texts(cell.get("texts")).stream().filter(text -> !text.isEmpty()).toList()
                        + cell.path("bytes").asString(""))
            .toList());
  }
}
