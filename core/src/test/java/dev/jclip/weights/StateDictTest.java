package dev.jclip.weights;

import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class StateDictTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html>|HTML",
        "\\n <html lang=en>|HTML",
        "version https://git-lfs.github.com/spec/v1\\noid sha256:00|git lfs pull",
        "Entry not found|text: 'Entry not found'",
        "{\"architectures\": [\"CLIPModel\"]}|JSON without a weight_map",
        "\\x89HDF\\r\\n\\x1a\\n\\x00|HDF5",
        "\\x1f\\x8b\\x08\\x00|gzip",
        "GGUF\\x03\\x00\\x00\\x00|GGUF",
        "\\x08\\x07\\x12\\x07pytorch|ONNX",
        "\\x89PNG\\r\\n|PNG",
        "\\xff\\xd8\\xff\\xe0|JPEG",
        "\\x80\\x04K\\x01.|not one of torch.save",
        "\\x00\\x01\\x02\\x03|unknown bytes: 00 01 02 03",
        "PK\\x03\\x04|end of the zip archive is missing"
      })
  void foreignFilesAreNamed(String content, String message) throws IOException {
    Path file = Files.write(folder.resolve("f"), unescape(content));
    assertRefused(file, message);
  }

  @Test
  void aTarArchiveIsNamed() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertRefused(Files.write(folder.resolve("f"), tar), "tar archive");
  }

  @Test
  void whatIsNotAFileIsNamed() throws IOException {
    assertRefused(folder, "is a folder");
    assertRefused(folder.resolve("absent"), "does not exist");
    assertRefused(Files.createFile(folder.resolve("empty")), "zero bytes");
  }

  @Test
  void aMissingTensorIsAnErrorThatListsOthers() {
    try (StateDict state = StateDict.open(TestFiles.file("parameters.pt"))) {
      assertThat(state.contains("weight")).isTrue();
      assertThat(state.contains("absent")).isFalse();
      assertThatThrownBy(() -> state.get("absent"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll("parameters.pt", "'absent'", "[weight, bias]");
    }
  }

  @Test
  void useAfterCloseIsAnIllegalState() {
    StateDict state = StateDict.open(TestFiles.file("parameters.pt"));
    StoredTensor tensor = state.get("weight");
    state.close();
    state.close();
    assertThatIllegalStateException().isThrownBy(state::tensors);
    assertThatIllegalStateException().isThrownBy(() -> state.get("weight"));
    assertThatIllegalStateException().isThrownBy(state::files);
    assertThatIllegalStateException().isThrownBy(state::metadata);
    assertThatIllegalStateException().isThrownBy(tensor::floats);
  }

  @Test
  void typesThatDoNotConvertAreRefused() {
    try (StateDict state = StateDict.open(TestFiles.file("plain.safetensors"))) {
      assertThatThrownBy(state.get("integer.int64")::floats)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll("plain.safetensors", "integer.int64", "I64");
      assertThatThrownBy(state.get("float.float16")::longs)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll("float.float16", "expected integers", "F16");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> state.get("cube").copyTo(MemorySegment.ofArray(new float[23])))
          .withMessageContainingAll("cube", "24 floats", "92 bytes");
    }
  }

  @Test
  void aFileCutShortWhileOpenIsRefused() throws IOException {
    for (long kept : List.of(100L, 40_000L, 4_000_000L, 8_000_050L)) {
      Path file = folder.resolve("cut-" + kept);
      float[] values = new float[2_000_000];
      Arrays.fill(values, 1);
      TestFiles.writeFloats(file, "w", values);
      try (StateDict state = StateDict.open(file)) {
        StoredTensor tensor = state.get("w");
        assertThat(tensor.floats()).isEqualTo(values);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
          cut.setLength(kept);
        }
        for (int i = 0; i < 200; i++) {
          assertThatThrownBy(tensor::floats)
              .isInstanceOf(CheckpointException.class)
              .hasMessageContaining("cut short while in use");
        }
      }
    }
  }

  @Test
  void manyThreadsReadTheSameValues() throws Exception {
    try (StateDict state = StateDict.open(TestFiles.file("views.pt"));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      float[] expected = state.get("permuted").floats();
      Callable<float[]> read = state.get("permuted")::floats;
      for (Future<float[]> result : threads.invokeAll(Collections.nCopies(200, read))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void openingAndClosingLeavesNoFileOpen() {
    assertThatCode(
            () -> {
              for (int i = 0; i < 2000; i++) {
                StateDict.open(TestFiles.file("parameters.pt")).close();
              }
            })
        .doesNotThrowAnyException();
    assertThat(openFiles("parameters.pt")).isZero();
  }

  /** Bytes of text in which {@code \\n}, {@code \\r} and {@code \\xHH} stand for others. */
  private static byte[] unescape(String text) {
    String plain = text.replace("\\n", "\n").replace("\\r", "\r");
    String bytes =
        Pattern.compile("\\\\x(..)")
            .matcher(plain)
            .replaceAll(hex -> quoteReplacement("" + (char) Integer.parseInt(hex.group(1), 16)));
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static long openFiles(String name) {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors));
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(link -> pointsTo(link, name)).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean pointsTo(Path link, String name) {
    try {
      return Files.readSymbolicLink(link).endsWith(name);
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
