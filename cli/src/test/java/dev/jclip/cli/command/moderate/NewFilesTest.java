package dev.jclip.cli.command.moderate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
  private static final int BYTES = 1 << 20;

  @TempDir private Path folder;

  private static byte[] content(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFileThatIsThereIsNeverChanged() throws IOException {
    var files = new NewFiles(folder);

    files.write(Path.of("block/a.jpg"), content("first"));
    files.write(Path.of("block/a.jpg"), content("other"));
    files.write(Path.of("block/a.jpg"), content("third"));
    files.write(Path.of("block/a.jpg"), content("other")); // it is there already
    files.write(Path.of("block/deep/noending"), content("x"));
    files.write(Path.of("block/deep/noending"), content("y"));

    assertThat(folder.resolve("block/a.jpg")).hasContent("first");
    assertThat(folder.resolve("block/a-2.jpg")).hasContent("other");
    assertThat(folder.resolve("block/a-3.jpg")).hasContent("third");
    assertThat(folder.resolve("block/a-4.jpg")).doesNotExist();
    assertThat(folder.resolve("block/deep/noending-2")).hasContent("y");
    assertThat(folder.resolve(".incomplete")).isEmptyDirectory();
  }

  @Test
  void aFolderOfTheNameIsNotWrittenInto() throws IOException {
    Files.createDirectories(folder.resolve("a.jpg"));

    new NewFiles(folder).write(Path.of("a.jpg"), content("x"));

    assertThat(folder.resolve("a.jpg")).isEmptyDirectory();
    assertThat(folder.resolve("a-2.jpg")).hasContent("x");
  }

  /** Writes without end. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      var files = new NewFiles(Path.of(arguments[0]));
      for (int i = 0; ; i++) {
        files.write(Path.of("all", i + ".bin"), new byte[BYTES]);
      }
    }
  }

  @Test
  void aProgramThatIsKilledLeavesWholeFiles() throws IOException, InterruptedException {
    Process writer = JavaProcess.of(List.of(), Writer.class, List.of(folder.toString())).start();
    while (!Files.exists(folder.resolve("all/20.bin")) && writer.isAlive()) {
      Thread.sleep(1);
    }
    writer.destroyForcibly().waitFor();

    try (Stream<Path> files = Files.list(folder.resolve("all"))) {
      assertThat(files.toList())
          .hasSizeGreaterThan(20)
          .allSatisfy(file -> assertThat(Files.size(file)).isEqualTo(BYTES));
    }
  }
}
