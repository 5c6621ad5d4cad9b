package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchZipReaderTest {
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;

  @TempDir private Path folder;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  TorchZipReaderTest() {
    Pickle pickle = new Pickle().op(PickleOp.EMPTY_DICT).text("w");
    pickle.tensor(4, 0, new long[] {2, 2}, new long[] {1, 2}).op(PickleOp.SETITEM);
    entries.put("a/data.pkl", pickle.stop());
    entries.put("a/data/0", storage(1, 2, 3, 4));
  }

  @Test
  void aTransposedViewIsReadInRowMajorOrder() throws IOException {
    try (StateDict state = StateDict.open(archive())) {
      StoredTensor tensor = state.get("w");
      assertThat(tensor.isContiguous()).isFalse();
      assertThat(tensor.strides()).containsExactly(1, 2);
      assertThat(tensor.floats()).containsExactly(1, 3, 2, 4);
    }
  }

  @Test
  void bigEndianFilesAreRefused() throws IOException {
    entries.put("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    assertRefused(archive(), "byteorder: expected little, found big");
  }

  @Test
  void archivesOfOthersAreRefused() throws IOException {
    entries.clear();
    entries.put("config.json", new byte[2]);
    entries.put("model.weights.h5", new byte[2]);
    assertRefused(archive(), "zip archive of [config.json, model.weights.h5]");
  }

  @Test
  void twoPicklesAreRefused() throws IOException {
    entries.put("b/data.pkl", new byte[2]);
    assertRefused(archive(), "with a single FOLDER/data.pkl");
  }

  @Test
  void aMissingStorageIsRefused() throws IOException {
    entries.remove("a/data/0");
    assertRefused(archive(), "expected an archive entry a/data/0, found none");
  }

  @Test
  void aShortStorageIsRefused() throws IOException {
    entries.put("a/data/0", storage(1, 2, 3));
    assertRefused(archive(), "w: expected bytes 0 to 16 of storage 0, found 12 bytes");
  }

  @Test
  void aPickleThatIsAWholeModelIsRefused() throws IOException {
    Pickle pickle = new Pickle().global("clip.model", "CLIP");
    entries.put("a/data.pkl", pickle.op(PickleOp.EMPTY_TUPLE, PickleOp.NEWOBJ).stop());
    assertRefused(archive(), "class clip.model.CLIP; save its state_dict()");
  }

  @Test
  void aStateDictWithoutTensorsIsRefused() throws IOException {
    Pickle pickle = new Pickle().op(PickleOp.EMPTY_DICT).text("epoch").integer(3);
    entries.put("a/data.pkl", pickle.op(PickleOp.SETITEM).stop());
    assertRefused(
        archive(), "expected a state dict with tensors, found dict of 1 entries with [epoch]");
  }

  @Test
  void compressedStoragesAreRefused() throws IOException {
    Path file = archive();
    ByteBuffer zip = read(file);
    int second = find(zip, CENTRAL, find(zip, CENTRAL, 0) + 4);
    zip.putShort(second + 10, (short) 8);
    assertRefused(write(file, zip), "a/data/0: is compressed; expected it stored");
  }

  @Test
  void encryptedStoragesAreRefused() throws IOException {
    Path file = archive();
    ByteBuffer zip = read(file);
    int second = find(zip, CENTRAL, find(zip, CENTRAL, 0) + 4);
    zip.putShort(second + 8, (short) 1);
    assertRefused(write(file, zip), "a/data/0: is encrypted");
  }

  @Test
  void entriesThatOverlapAreRefused() throws IOException {
    Path file = archive();
    ByteBuffer zip = read(file);
    int first = find(zip, CENTRAL, 0);
    int second = find(zip, CENTRAL, first + 4);
    int size = zip.getInt(first + 20);
    zip.putInt(first + 20, size + 40).putInt(first + 24, size + 40);
    assertThat(zip.getInt(second + 42)).isLessThan(zip.getInt(first + 42) + 40 + 40 + size);
    assertRefused(write(file, zip), "a/data/0: overlaps another entry");
  }

  @Test
  void anEntryThatRunsIntoTheDirectoryIsRefused() throws IOException {
    Path file = archive();
    ByteBuffer zip = read(file);
    int second = find(zip, CENTRAL, find(zip, CENTRAL, 0) + 4);
    zip.putInt(second + 20, 60).putInt(second + 24, 60);
    assertRefused(write(file, zip), "a/data/0: runs into the directory");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    entries.put("a/data/1", storage(5));
    Path file = archive();
    ByteBuffer zip = read(file);
    int third = find(zip, CENTRAL, find(zip, CENTRAL, find(zip, CENTRAL, 0) + 4) + 4);
    zip.put(third + 46 + 7, (byte) '0');
    assertRefused(write(file, zip), "a/data/0: is in the archive twice");
  }

  @Test
  void zip64ArchivesAreRead() throws IOException {
    try (StateDict state = StateDict.open(zip64())) {
      assertThat(state.get("w").floats()).containsExactly(1, 3, 2, 4);
    }
  }

  @Test
  void zip64RecordsThatPointOutsideAreRefused() throws IOException {
    Path file = zip64();
    ByteBuffer zip = read(file);
    int locator = find(zip, 0x07064b50, 0);
    zip.putLong(locator + 8, Long.MAX_VALUE);
    assertRefused(write(file, zip), "zip64 end record is missing");
  }

  /** The archive with sizes and places in zip64 fields, as PyTorch writes them. */
  private Path zip64() throws IOException {
    Path file = archive();
    ByteBuffer zip = read(file);
    int directory = find(zip, CENTRAL, 0);
    int end = find(zip, END, 0);
    ByteBuffer wide = ByteBuffer.allocate(zip.capacity() + 1000).order(ByteOrder.LITTLE_ENDIAN);
    wide.put(0, zip, 0, directory).position(directory);
    for (int at = directory; at < end; at += 46 + zip.getShort(at + 28)) {
      widen(zip, at, wide);
    }
    int wideEnd = wide.position();
    wide.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
    wide.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
    wide.putLong(wideEnd - directory).putLong(directory);
    wide.putInt(0x07064b50).putInt(0).putLong(wideEnd).putInt(1);
    wide.putInt(END).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    byte[] bytes = new byte[wide.position()];
    wide.get(0, bytes);
    return Files.write(file, bytes);
  }

  private static void widen(ByteBuffer zip, int at, ByteBuffer wide) {
    int name = zip.getShort(at + 28);
    int start = wide.position();
    wide.put(start, zip, at, 46 + name).position(start + 46 + name);
    wide.putShort((short) 0x5555).putShort((short) 3).put(new byte[3]);
    wide.putShort((short) 1).putShort((short) 24).putLong(zip.getInt(at + 24));
    wide.putLong(zip.getInt(at + 20)).putLong(zip.getInt(at + 42));
    wide.putInt(start + 20, -1).putInt(start + 24, -1).putInt(start + 42, -1);
    wide.putShort(start + 30, (short) 35);
  }

  private Path archive() throws IOException {
    Path file = folder.resolve("archive");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        Pickle.putStored(zip, entry.getKey(), entry.getValue());
      }
    }
    return file;
  }

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Path write(Path file, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.capacity()];
    bytes.get(0, content);
    return Files.write(file, content);
  }

  private static int find(ByteBuffer bytes, int signature, int from) {
    int at = from;
    while (bytes.getInt(at) != signature) {
      at++;
    }
    return at;
  }

  private static byte[] storage(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
