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
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to run code, to exhaust memory or to never end. */
@Tag("slow")
class HostileFilesTest {
  private static final int MANY = 3_000_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "subprocess, Popen",
    "builtins, eval",
    "builtins, exec",
    "__builtin__, __import__",
    "importlib, import_module",
    "runpy, _run_code",
    "sys, setrecursionlimit"
  })
  void callsThatRunCodeAreRefused(String module, String name) {
    Path file =
        new Pickle()
            .global(module, name)
            .op(PickleOp.MARK)
            .text("touch harm")
            .op(PickleOp.TUPLE, PickleOp.REDUCE)
            .writeTo(file());
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(module + "." + name)
        .hasMessageContaining("executed nothing");
  }

  @Test
  void callsOfOtherFunctionsStayNames() {
    Path file =
        new Pickle()
            .op(PickleOp.EMPTY_DICT)
            .text("odd")
            .global("some.library", "function")
            .op(PickleOp.EMPTY_TUPLE, PickleOp.REDUCE, PickleOp.SETITEM)
            .text("w")
            .tensor(4, 0, new long[] {4}, new long[] {1})
            .op(PickleOp.SETITEM)
            .writeTo(file());
    try (StateDict state = StateDict.open(file)) {
      assertThat(state.names()).containsExactly("w");
      assertThat(state.extras())
          .containsEntry("odd", new StateDict.Unread("object of class some.library.function"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        PickleOp.EMPTY_DICT,
        PickleOp.EMPTY_LIST,
        PickleOp.EMPTY_TUPLE,
        PickleOp.MARK,
        PickleOp.NONE,
        PickleOp.NEWTRUE
      })
  void millionsOfObjectsAreRefused(int op) {
    Path file = new Pickle().repeat(MANY, op).writeTo(file());
    assertRefusedInLittleMemory(file, "more objects than a checkpoint has");
  }

  @Test
  void memoBombsAreRefused() {
    Pickle pickle = new Pickle().op(PickleOp.NONE);
    for (int i = 0; i < MANY; i++) {
      pickle.put(i * 977);
    }
    assertRefusedInLittleMemory(pickle.writeTo(file()), "more objects than a checkpoint has");
  }

  @Test
  void aListGivenToManyDictsIsRefused() {
    Pickle pickle = new Pickle().op(PickleOp.MARK);
    for (int i = 0; i < 5000; i++) {
      pickle.op(PickleOp.MARK).integer(i).op(PickleOp.NONE, PickleOp.TUPLE);
    }
    pickle.op(PickleOp.LIST).put(0);
    for (int i = 0; i < 5000; i++) {
      pickle.global("collections", "OrderedDict").get(0).op(PickleOp.TUPLE1, PickleOp.REDUCE);
    }
    assertRefusedInLittleMemory(pickle.writeTo(file()), "more objects than a checkpoint has");
  }

  @Test
  void deepNestingIsNotFollowed() throws IOException {
    Pickle pickle = new Pickle().op(PickleOp.EMPTY_DICT).text("deep");
    pickle.repeat(100_000, PickleOp.EMPTY_LIST).repeat(99_999, PickleOp.APPEND);
    Opening.check(pickle.op(PickleOp.SETITEM).writeTo(file()));
  }

  @Test
  void modulesThatShareSubmodulesManyTimesAreRefused() {
    Pickle pickle = new Pickle();
    scriptModule(pickle);
    pickle.op(PickleOp.EMPTY_DICT).text("w").tensor(4, 0, new long[] {4}, new long[] {1});
    pickle.op(PickleOp.SETITEM, PickleOp.BUILD).put(0);
    for (int level = 1; level < 60; level++) {
      scriptModule(pickle).op(PickleOp.EMPTY_DICT);
      pickle.text("a").get(level - 1).op(PickleOp.SETITEM);
      pickle.text("b").get(level - 1).op(PickleOp.SETITEM);
      pickle.op(PickleOp.BUILD).put(level);
    }
    assertRefusedInLittleMemory(pickle.writeTo(file()), "more objects than a checkpoint has");
  }

  @Test
  void aModuleInsideItselfIsRefused() {
    Pickle pickle = scriptModule(new Pickle()).put(0).op(PickleOp.EMPTY_DICT);
    pickle.text("self").get(0).op(PickleOp.SETITEM, PickleOp.BUILD);
    assertRefusedInLittleMemory(pickle.writeTo(file()), "nested too deeply");
  }

  @Test
  void aDictInsideItselfIsRefused() {
    Pickle pickle = new Pickle().op(PickleOp.EMPTY_DICT).put(0);
    pickle.text("state_dict").get(0).op(PickleOp.SETITEM);
    assertRefusedInLittleMemory(pickle.writeTo(file()), "expected a state dict with tensors");
  }

  @Test
  void sharedTuplesAsKeysAreNotCompared() throws IOException {
    Pickle pickle = new Pickle().op(PickleOp.EMPTY_DICT, PickleOp.EMPTY_TUPLE).put(0);
    for (int i = 1; i < 100; i++) {
      pickle.get(i - 1).op(PickleOp.TUPLE2).put(i);
    }
    Opening.check(pickle.op(PickleOp.NONE, PickleOp.SETITEM).writeTo(file()));
  }

  @Test
  void textLongerThanTheFileIsRefused() {
    Pickle pickle = new Pickle().op(PickleOp.BINUNICODE).int32(-1);
    assertRefusedInLittleMemory(pickle.writeTo(file()), "more objects than a checkpoint has");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 0, 5, 1",
    "4, 1, 4, 1",
    "4, -1, 1, 1",
    "4, 0, 2, 4",
    "4, 0, 2, -1",
    "4, 0, -2, 1",
    "4, 0, 1000000000000, 0",
    "4, 0, 9223372036854775807, 9223372036854775807",
    "4, 9223372036854775807, 1, 1",
    "5, 0, 5, 1",
    "9223372036854775807, 0, 1, 1"
  })
  void viewsOutsideTheirStorageAreRefused(long stored, long offset, long size, long stride) {
    Pickle pickle = new Pickle().op(PickleOp.EMPTY_DICT).text("w");
    pickle.tensor(stored, offset, new long[] {size}, new long[] {stride}).op(PickleOp.SETITEM);
    assertRefusedInLittleMemory(pickle.writeTo(file()), "storage 0");
  }

  @Test
  void aZipBombIsNotInflated() throws IOException {
    Path file = file();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new java.util.zip.ZipEntry("archive/data.pkl"));
      zip.write(new byte[64 << 20]);
      zip.closeEntry();
    }
    assertRefusedInLittleMemory(file, "archive/data.pkl: is compressed");
  }

  @Test
  void anArchiveOfMillionsOfEntriesIsRefused() throws IOException {
    int count = 400_000;
    ByteBuffer zip = ByteBuffer.allocate(30 + 46 * count + 22).order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0, 0x04034b50);
    for (int i = 0; i < count; i++) {
      zip.putInt(30 + 46 * i, 0x02014b50);
    }
    int end = 30 + 46 * count;
    zip.putInt(end, 0x06054b50).putShort(end + 10, (short) -1);
    zip.putInt(end + 12, 46 * count).putInt(end + 16, 30);
    assertRefusedInLittleMemory(Files.write(file(), zip.array()), "twice");
  }

  @Test
  void aHeaderOfTooManyTensorsIsRefused() throws IOException {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 300_000; i++) {
      header.append("\"%x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},".formatted(i));
    }
    header.setCharAt(header.length() - 1, '}');
    assertRefusedInLittleMemory(safetensors(header), "more objects than a checkpoint has");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    assertRefusedInLittleMemory(safetensors("{\"a\":".repeat(1_000_000)), "header");
  }

  @Test
  void anIndexThatIsAllMetadataIsRefused() throws IOException {
    StringBuilder json = new StringBuilder("{\"metadata\":{");
    for (int i = 0; i < 300_000; i++) {
      json.append("\"%x\":1,".formatted(i));
    }
    json.append("\"weight_map\":{}}}");
    Path file = Files.writeString(file(), json);
    assertRefusedInLittleMemory(file, "more objects than a checkpoint has");
  }

  private Path file() {
    return folder.resolve("hostile");
  }

  private Path safetensors(CharSequence header) throws IOException {
    byte[] json = header.toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(file(), bytes.putLong(json.length).put(json).array());
  }

  private static Pickle scriptModule(Pickle pickle) {
    return pickle.global("__torch__.model", "Block").op(PickleOp.EMPTY_TUPLE, PickleOp.NEWOBJ);
  }

  private static void assertRefusedInLittleMemory(Path file, String message) {
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
    try {
      Opening.check(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
