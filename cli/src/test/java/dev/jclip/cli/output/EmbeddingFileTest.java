package dev.jclip.cli.output;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.Jclip.Run;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.testkit.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EmbeddingFileTest {
  @TempDir private Path folder;

  private List<Float> embedTo(Path file) {
    Run written =
        run(with("embed", "--json", "--output", file, "--text", "cat", "missing.jpg", PICTURE));
    assertThat(written.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(written.err()).contains("jclip: skipped: ", "missing.jpg");
    assertThat(written.json())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("output").asString()).isEqualTo(file.toString());
              assertThat(line.get("rows").asInt()).isEqualTo(2);
              assertThat(line.get("dimensions").asInt()).isEqualTo(24);
              assertThat(line.get("skipped").asInt()).isEqualTo(1);
            });
    Run run = run(with("embed", "--json", "--text", "cat", "missing.jpg", PICTURE));
    return run.json().stream()
        .filter(line -> line.has("embedding"))
        .flatMap(line -> line.get("embedding").valueStream())
        .map(JsonNode::floatValue)
        .toList();
  }

  @Test
  void writesNumpysFormat() throws IOException {
    Path file = folder.resolve("x.npy");
    List<Float> expected = embedTo(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat(bytes.position() % 64).isZero();
    assertThat(new String(header, StandardCharsets.US_ASCII))
        .matches("\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(2, 24\\), \\} *\n");
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    assertThat(values).hasSize(48).containsExactly(expected.toArray(Float[]::new));
    assertThat(filesIn(folder)).containsExactlyInAnyOrder("x.npy", "x.jsonl");
    assertThat(Files.readAllLines(folder.resolve("x.jsonl")))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("{\"row\":0,\"input\":\"cat\",\"kind\":\"text\"}"),
            line ->
                assertThat(line)
                    .startsWith("{\"row\":null,\"input\":\"missing.jpg\",\"error\":\"missing.jpg"),
            line -> assertThat(line).startsWith("{\"row\":1,\"input\":").contains("\"image\""));
  }

  @Test
  void writesSafetensorsWithTheNames() throws IOException {
    Path file = folder.resolve("x.safetensors");
    List<Float> expected = embedTo(file);
    Golden written = Golden.read(file);
    assertThat(written.shape("embeddings")).containsExactly(2, 24);
    assertThat(written.floats("embeddings")).containsExactly(expected.toArray(Float[]::new));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("\"inputs\":\"[\\\"cat\\\",");
  }

  @Test
  void aSecondRunReplacesTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("x.npy"), "old");
    embedTo(file);
    assertThat(Files.size(file)).isEqualTo(128 + 48 * 4);
  }

  @Test
  void nothingIsWrittenWhenAllAreSkipped() throws IOException {
    Run run = run(with("embed", "--output", folder.resolve("x.npy"), "missing.jpg"));
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void aRowIsWhatItWasWhenItWasAdded() throws IOException {
    Path file = folder.resolve("x.safetensors");
    float[] embedding = {1, 2};
    try (EmbeddingFile matrix = EmbeddingFile.at(file)) {
      matrix.add("a", "image", embedding);
      embedding[1] = 3;
      matrix.add("b", "image", embedding);
      matrix.write();
    }
    assertThat(Golden.read(file).floats("embeddings")).containsExactly(1, 2, 1, 3);
  }

  @Test
  void rowsThatAreNotWrittenLeaveNothing() throws IOException {
    try (EmbeddingFile matrix = EmbeddingFile.at(folder.resolve("x.npy"))) {
      matrix.add("a", "image", new float[] {1, 2});
    }
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void shardsAndTablesAreEmbeddedToo() throws IOException {
    Path picture = Files.copy(Path.of(PICTURE.toString()), folder.resolve("p.jpg"));
    Path table = Files.writeString(folder.resolve("t.csv"), ",filepath\n0,p.jpg\n1,\n2,no.jpg\n");
    Path shard = folder.resolve("s.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(shard))) {
      var entry = new TarArchiveEntry("1.jpg");
      entry.setSize(Files.size(picture));
      tar.putArchiveEntry(entry);
      tar.write(Files.readAllBytes(picture));
      tar.closeArchiveEntry();
    }
    Run run = run(with("embed", "--json", table, shard, picture));
    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(run.json().stream().map(line -> line.get("input").asString()))
        .containsExactly(
            picture.toString(),
            table + "#line 3",
            folder.resolve("no.jpg").toString(),
            shard + "#1",
            picture.toString());
    assertThat(run.json().get(0).get("embedding")).isEqualTo(run.json().get(3).get("embedding"));
    Run wrong = run(with("embed", "--image-column", "filepth", table));
    assertThat(wrong.code()).isEqualTo(ExitCode.FAILED);
    assertThat(wrong.err()).contains("expected a column filepth, found filepath", "--image-column");
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
