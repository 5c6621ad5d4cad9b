package dev.jclip.model.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.model.clip.TowerPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernels")
class PrecisionFileTest {
  private static final Path MODEL = Path.of("src/test/resources/golden/models/end-to-end");

  private static final TowerPrecision MIXED =
      new TowerPrecision(Precision.INT8, List.of(Precision.INT8, Precision.BF16));
  private static final Calibration MEASURED =
      new Calibration(
          MIXED, new Cosines(0.9999, 0.9998), Map.of(Precision.F32, 20.5, Precision.INT8, 7.25));

  @TempDir private Path folder;
  private Path model;
  private Path weights;
  private Path cache;

  @BeforeEach
  void makeTheModel() throws IOException {
    model = Files.createDirectory(folder.resolve("model"));
    cache = folder.resolve("cache");
    weights = Files.write(model.resolve("model.safetensors"), new byte[10]);
  }

  private PrecisionFile file() {
    try (Checkpoint checkpoint = Checkpoint.open(MODEL)) {
      return PrecisionFile.beside(checkpoint.config(), model, List.of(weights), cache);
    }
  }

  private Path json() {
    return model.resolve("jclip-precision.json");
  }

  @Test
  void remembersEachTowerBesideTheModel() {
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
    file().remember(TowerPart.IMAGE, MEASURED);
    assertThat(file().recall(TowerPart.TEXT)).isEmpty();
    file()
        .remember(
            TowerPart.TEXT,
            new Calibration(TowerPrecision.EXACT, new Cosines(1, 1), Map.of(Precision.F32, 9.)));
    assertThat(file().recall(TowerPart.IMAGE)).contains(MIXED);
    assertThat(file().recall(TowerPart.TEXT)).contains(TowerPrecision.EXACT);
    assertThat(json()).isRegularFile();
    assertThat(cache).doesNotExist();
  }

  @Test
  void otherWeightsAreMeasuredAgain() throws IOException {
    file().remember(TowerPart.IMAGE, MEASURED);
    Files.write(weights, new byte[11]);
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
    file().remember(TowerPart.TEXT, MEASURED);
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
    assertThat(file().recall(TowerPart.TEXT)).contains(MIXED);
  }

  @Test
  void anotherProcessorKeepsItsOwn() throws IOException {
    file().remember(TowerPart.IMAGE, MEASURED);
    String mine = Files.readString(json());
    Files.writeString(json(), mine.replaceFirst("\"processors\" : \\{\\s*\"", "$0Other "));
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
    file().remember(TowerPart.IMAGE, MEASURED);
    assertThat(Files.readString(json())).contains("Other ");
    assertThat(file().recall(TowerPart.IMAGE)).contains(MIXED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{\"version\": 1}",
        "{\"version\": 99, \"weights\": \"\", \"processors\": {}}"
      })
  void aDamagedFileCountsAsNothing(String content) throws IOException {
    Files.writeString(json(), content);
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
    file().remember(TowerPart.IMAGE, MEASURED);
    assertThat(file().recall(TowerPart.IMAGE)).contains(MIXED);
  }

  @Test
  void aBlockThatIsNoPrecisionCountsAsNothing() throws IOException {
    file().remember(TowerPart.IMAGE, MEASURED);
    Files.writeString(json(), Files.readString(json()).replace("BF16", "FP4"));
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"INT8\", \"BF16\"", "\"INT8\", null"})
  void blocksThatAreNotTheArchitecturesCountAsNothing(String blocks) throws IOException {
    file().remember(TowerPart.IMAGE, MEASURED);
    String other = blocks.contains("null") ? blocks : blocks + ", \"INT8\"";
    String content = Files.readString(json());
    Files.writeString(json(), content.replaceFirst("\"INT8\", \"BF16\"", other));
    assertThat(Files.readString(json())).isNotEqualTo(content);
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      textBlock =
          """
          "processors" | "others"
          "IMAGE" : {  | "IMAGE" : {}, "TEXT" : {
          """)
  void whatIsAbsentInsideCountsAsNothing(String part, String without) throws IOException {
    file().remember(TowerPart.IMAGE, MEASURED);
    String content = Files.readString(json());
    Files.writeString(json(), content.replace(part, without));
    assertThat(Files.readString(json())).isNotEqualTo(content);
    assertThat(file().recall(TowerPart.IMAGE)).isEmpty();
    file().remember(TowerPart.IMAGE, MEASURED);
    assertThat(file().recall(TowerPart.IMAGE)).contains(MIXED);
  }

  @Test
  void whereTheFolderCannotBeWrittenTheCacheRemembers() throws IOException {
    Files.createDirectory(json());
    file().remember(TowerPart.IMAGE, MEASURED);
    assertThat(cache.resolve("precision")).isDirectoryContaining("glob:**.json");
    assertThat(file().recall(TowerPart.IMAGE)).contains(MIXED);
  }

  @ParameterizedTest
  @ValueSource(strings = {".git", "pom.xml", "build.gradle.kts", ".hg"})
  void amongSourcesTheCacheRemembers(String mark) throws IOException {
    Path inside = Files.createDirectories(folder.resolve("project/src/main/resources/models/mine"));
    Files.createFile(folder.resolve("project").resolve(mark));
    model = Files.move(model, inside.resolve("model"));
    assertOnlyTheCacheRemembers();
  }

  @Test
  void onlyTheCacheRemembersWhereThatIsAskedFor() {
    try (Checkpoint checkpoint = Checkpoint.open(MODEL)) {
      PrecisionFile file =
          PrecisionFile.inCache(checkpoint.config(), model, List.of(weights), cache);
      file.remember(TowerPart.IMAGE, MEASURED);
      assertThat(json()).doesNotExist();
      assertThat(cache.resolve("precision")).isDirectoryContaining("glob:**.json");
      assertThat(file.recall(TowerPart.IMAGE)).contains(MIXED);
    }
  }

  @Test
  void ofAReadOnlyFolderTheCacheRemembers() throws IOException {
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertOnlyTheCacheRemembers();
  }

  private void assertOnlyTheCacheRemembers() throws IOException {
    weights = model.resolve("model.safetensors");
    file().remember(TowerPart.IMAGE, MEASURED);
    assertThat(json()).doesNotExist();
    assertThat(cache.resolve("precision")).isDirectoryContaining("glob:**.json");
    assertThat(file().recall(TowerPart.IMAGE)).contains(MIXED);
  }

  @Test
  void theDocumentOfTheCommandsNamesTheBoundThatTheCodeHas() throws IOException {
    assertThat(Files.readString(Path.of("../docs/command-line.md")))
        .contains("a mean cosine of " + Calibration.LEAST_MEAN + " or more");
  }
}
