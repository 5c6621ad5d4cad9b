package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsReaderTest {
  @TempDir private Path folder;

  /** In the headers, {@code '} stands for a quotation mark. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'w':{}}|w",
        "{'w':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}|dtype",
        "{'w':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}|unknown dtype F33",
        "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|expected 12 bytes",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}|expected 4 bytes for F32 [1]",
        "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|expected sizes from 0",
        "{'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}|more bytes than",
        "{'w':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}|JSON",
        "{'w':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}}|an integer",
        "{'w':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}|an array of integers",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|found data_offsets 8 to 0",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}|found data_offsets -8 to 0",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8]}}|two data_offsets",
        "{'w':{'dtype':'F32','shape':[2]}}|expected dtype, shape and two data_offsets",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}}|/w/more",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|w: expected data from byte 0",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|expected 4 bytes of tensors",
        "{'v':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|w: expected data from byte 8",
        "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}|found 8",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {}|nothing after",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}|JSON",
        "{'__metadata__':{'a':1}}|__metadata__/a",
        "{'w':'F32'}|an object"
      })
  void malformedHeadersAreRefused(String header, String message) throws IOException {
    Path file = write(header.replace('\'', '"'), 8);
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "1000", "100000001", "72057594037927935"})
  void absurdHeaderLengthsAreRefused(long length) throws IOException {
    Path file = write("{}", 0);
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      damaged.writeLong(Long.reverseBytes(length));
    }
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("found " + length);
  }

  @Test
  void aFileWithoutTensorsOpens() throws IOException {
    try (StateDict state = StateDict.open(write("{}", 0))) {
      assertThat(state.tensors()).isEmpty();
      assertThat(state.files()).isEmpty();
    }
  }

  @Test
  void typesThatCannotBeReadDoNotHinderOthers() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[4,8]}}";
    try (StateDict state = StateDict.open(write(header, 8))) {
      assertThat(state.get("b").longs()).containsExactly(0);
      assertThatThrownBy(state.get("a")::floats)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("found F8_E4M3");
    }
  }

  @Test
  void tensorsBeyondTwoGigabytesAreRead() throws IOException {
    long count = 700_000_000L;
    long bytes = 4 * count;
    Path file =
        write(
            ("{'far':{'dtype':'F32','shape':[3],'data_offsets':[%d,%d]},"
                    + "'large':{'dtype':'F32','shape':[%d],'data_offsets':[0,%d]}}")
                .formatted(bytes, bytes + 12, count, bytes)
                .replace('\'', '"'),
            0);
    long dataStart = Files.size(file);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(dataStart + bytes + 12);
      sparse.seek(dataStart + bytes);
      for (float value : new float[] {1.5f, -2.5f, 3.5f}) {
        sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
      }
    } catch (IOException e) {
      assumeTrue(false, "no room for a sparse file: " + e);
    }
    try (StateDict state = StateDict.open(file)) {
      assertThat(state.get("large").elementCount()).isEqualTo(count);
      assertThat(state.get("large").data().byteSize()).isEqualTo(bytes);
      assertThat(state.get("far").floats()).containsExactly(1.5f, -2.5f, 3.5f);
    }
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(folder.resolve("f"), bytes.putLong(json.length).put(json).array());
  }
}
