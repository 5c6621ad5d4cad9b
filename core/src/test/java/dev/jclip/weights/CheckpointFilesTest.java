package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every committed file holds what PyTorch and safetensors read from it. */
class CheckpointFilesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static List<Path> files() throws IOException {
    return TestFiles.all();
  }

  private static JsonNode expected(Path file) {
    return JSON.readTree(file.resolveSibling(file.getFileName() + TestFiles.EXPECTED));
  }

  @Test
  void filesAreThere() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(13);
  }

  @ParameterizedTest
  @MethodSource("files")
  void tensorsEqualThePeers(Path file) {
    try (StateDict state = StateDict.open(file)) {
      JsonNode tensors = expected(file).get("tensors");
      assertThat(state.names()).containsExactlyInAnyOrderElementsOf(tensors.propertyNames());
      for (StoredTensor tensor : state.tensors().values()) {
        JsonNode reference = tensors.get(tensor.name());
        assertThat(tensor.dtype().torchName()).isEqualTo(reference.get("dtype").asString());
        assertThat(tensor.shape())
            .isEqualTo(JSON.convertValue(reference.get("shape"), long[].class));
        assertThat(TestFiles.rowMajorBytes(tensor))
            .as("bytes of %s", tensor)
            .isEqualTo(hex(reference.get("bytes")));
        assertThat(converted(tensor))
            .as("values of %s", tensor)
            .isEqualTo(hex(reference.get("values")));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesAreInThePeersOrder(Path file) {
    List<String> order = new ArrayList<>(expected(file).get("tensors").propertyNames());
    try (StateDict state = StateDict.open(file)) {
      if (state.format() == CheckpointFormat.TORCH
          || state.format() == CheckpointFormat.TORCH_LEGACY) {
        assertThat(state.names()).containsExactlyElementsOf(order);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void extrasAndMetadataEqualThePeers(Path file) {
    JsonNode expected = expected(file);
    try (StateDict state = StateDict.open(file)) {
      JsonNode extras = expected.get("extras");
      for (String name : extras.propertyNames()) {
        assertThat(state.extras()).containsKey(name);
        assertThat(String.valueOf(state.extras().get(name))).isEqualTo(extras.get(name).asString());
      }
      JsonNode metadata = expected.get("metadata");
      assertThat(state.metadata()).hasSize(metadata.size());
      for (String name : metadata.propertyNames()) {
        assertThat(state.metadata()).containsEntry(name, metadata.get(name).asString());
      }
    }
  }

  @Test
  void extrasOfATrainingCheckpointAreValuesOrDescriptions() {
    try (StateDict state = StateDict.open(TestFiles.file("training.pt"))) {
      assertThat(state.extras())
          .containsEntry("epoch", 7L)
          .containsEntry("name", "tiny-run")
          .containsEntry("loss", 0.25)
          .containsEntry("done", true)
          .containsEntry("args", new StateDict.Unread("object of class argparse.Namespace"))
          .containsEntry("optimizer", new StateDict.Unread("dict of 2 entries"))
          .containsEntry("betas", new StateDict.Unread("list of 2 items"))
          .doesNotContainKey("best");
    }
  }

  @Test
  void stridesOfSizeOneDoNotMatter() {
    try (StateDict state = StateDict.open(TestFiles.file("views.pt"))) {
      assertThat(state.get("row").strides()).containsExactly(10, 1);
      assertThat(state.get("row").isContiguous()).isTrue();
      assertThat(state.get("middle").isContiguous()).isTrue();
      assertThat(state.get("transposed").isContiguous()).isFalse();
      assertThat(state.get("nothing").isContiguous()).isTrue();
    }
  }

  @Test
  void formatsAreRecognisedByContent() {
    assertThat(format("plain.safetensors")).isEqualTo(CheckpointFormat.SAFETENSORS);
    assertThat(format("plain-protocol2.pt")).isEqualTo(CheckpointFormat.TORCH);
    assertThat(format("training-legacy.pt")).isEqualTo(CheckpointFormat.TORCH_LEGACY);
    assertThat(format("shapes-legacy-protocol1.bin")).isEqualTo(CheckpointFormat.TORCH_LEGACY);
    assertThat(format("scripted.pt")).isEqualTo(CheckpointFormat.TORCHSCRIPT);
    assertThat(format("traced.pt")).isEqualTo(CheckpointFormat.TORCHSCRIPT);
  }

  private static CheckpointFormat format(String name) {
    try (StateDict state = StateDict.open(TestFiles.file(name))) {
      return state.format();
    }
  }

  private static byte[] converted(StoredTensor tensor) {
    int count = Math.toIntExact(tensor.elementCount());
    ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    if (tensor.dtype().isFloat()) {
      for (float value : tensor.floats()) {
        bytes.putFloat(value);
      }
    } else {
      for (long value : tensor.longs()) {
        bytes.putLong(value);
      }
    }
    byte[] written = new byte[bytes.position()];
    bytes.get(0, written);
    return written;
  }

  private static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asString());
  }
}
