package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A legacy file of one tensor, with one field wrong at a time. */
class TorchLegacyReaderTest {
  private static final String MAGIC = "80028a0a6cfc9c46f9206aa850192e";

  @TempDir private Path folder;

  private String magic = MAGIC;
  private long version = 1001;
  private int littleEndian = PickleOp.NEWTRUE;
  private String key = "0";
  private long count = 4;
  private int storedFloats = 4;

  @Test
  void theTensorIsRead() throws IOException {
    try (StateDict state = StateDict.open(write())) {
      assertThat(state.format()).isEqualTo(CheckpointFormat.TORCH_LEGACY);
      assertThat(state.get("w").floats()).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void otherMagicNumbersAreRefused() throws IOException {
    magic = MAGIC.replace("6c", "6d");
    assertRefused("not one of torch.save");
  }

  @Test
  void otherVersionsAreRefused() throws IOException {
    version = 1002;
    assertRefused("expected protocol version 1001, found 1002");
  }

  @Test
  void bigEndianFilesAreRefused() throws IOException {
    littleEndian = PickleOp.NEWFALSE;
    assertRefused("expected little-endian storages");
  }

  @Test
  void storagesThatNothingUsesAreRefused() throws IOException {
    key = "other";
    assertRefused("storages: 'other' is not a storage that the object uses");
  }

  @Test
  void storagesOfAnotherSizeAreRefused() throws IOException {
    count = 3;
    assertRefused("0: expected 4 elements in 16 bytes, found 3 elements");
  }

  @Test
  void aFileThatEndsInAStorageIsRefused() throws IOException {
    storedFloats = 3;
    assertRefused("0: expected 4 elements in 16 bytes, found 4 elements and 12 bytes left");
  }

  private Path write() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(HexFormat.of().parseHex(magic));
    file.writeBytes(new Pickle().integer(version).stop());
    Pickle machine = new Pickle().op(PickleOp.EMPTY_DICT).text("little_endian");
    file.writeBytes(machine.op(littleEndian, PickleOp.SETITEM).stop());
    Pickle state = new Pickle().op(PickleOp.EMPTY_DICT).text("w");
    state.tensor(4, 0, new long[] {4}, new long[] {1}).op(PickleOp.SETITEM);
    file.writeBytes(state.stop());
    Pickle keys = new Pickle().op(PickleOp.EMPTY_LIST).text(key).op(PickleOp.APPEND);
    file.writeBytes(keys.stop());
    ByteBuffer storage = ByteBuffer.allocate(8 + 4 * storedFloats).order(ByteOrder.LITTLE_ENDIAN);
    storage.putLong(count);
    for (int i = 0; i < storedFloats; i++) {
      storage.putFloat(i);
    }
    file.writeBytes(storage.array());
    return Files.write(folder.resolve("legacy"), file.toByteArray());
  }

  private void assertRefused(String message) throws IOException {
    Path file = write();
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
