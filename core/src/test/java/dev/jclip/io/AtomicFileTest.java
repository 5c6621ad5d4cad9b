package dev.jclip.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void aFileTakesTheOldOnesPlaceWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    AtomicFile.tryWrite(file, new byte[] {1, 2, 3});
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void whatFailsMidwayLeavesTheOldOne() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.tryWrite(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[] {1}));
                      throw new IOException("full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aMissingFolderIsAnErrorOfTheCallersKind() {
    Path file = folder.resolve("none/a");
    assertThatThrownBy(() -> AtomicFile.tryWrite(file, new byte[0]))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> AtomicFile.write(file, new byte[0]))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": cannot be written");
  }

  private Stream<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
