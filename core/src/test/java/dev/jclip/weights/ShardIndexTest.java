package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIndexTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeShards() {
    TestFiles.writeFloats(folder.resolve("one"), "a", 1);
    TestFiles.writeFloats(folder.resolve("two"), "b", 2);
  }

  @Test
  void tensorsComeInTheOrderOfTheIndex() throws IOException {
    try (StateDict state = StateDict.open(index("'b':'two','a':'one'"))) {
      assertThat(state.names()).containsExactly("b", "a");
      assertThat(state.get("a").floats()).containsExactly(1);
      assertThat(state.files()).containsExactly(folder.resolve("two"), folder.resolve("one"));
    }
  }

  @Test
  void shardsOpenWithoutAnIndex() {
    try (StateDict state = StateDict.open(List.of(folder.resolve("one"), folder.resolve("two")))) {
      assertThat(state.names()).containsExactly("a", "b");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> StateDict.open(List.of()));
  }

  @Test
  void shardsMayBePyTorchFiles() throws IOException {
    Files.copy(TestFiles.file("parameters.pt"), folder.resolve("three"));
    try (StateDict state = StateDict.open(index("'weight':'three','bias':'three','a':'one'"))) {
      assertThat(state.names()).containsExactly("weight", "bias", "a");
    }
  }

  @Test
  void aTensorThatIsInAnotherShardIsRefused() throws IOException {
    assertRefused(index("'a':'two','b':'two'"), "a: expected in shard two, found in no shard");
    assertRefused(index("'a':'two','b':'one'"), "a: expected in shard two, found in ");
  }

  @Test
  void aTensorInTwoShardsIsRefused() throws IOException {
    TestFiles.writeFloats(folder.resolve("two"), "a", 2);
    assertRefused(index("'a':'one','b':'two'"), "a: expected each tensor in one shard");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../one", "/etc/passwd", "sub/one", "..", ".", "", "a\\\\b", "C:one"})
  void shardNamesThatLeaveTheFolderAreRefused(String name) throws IOException {
    assertRefused(index("'a':'" + name + "'"), "expected the name of a shard beside the index");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    assertThatThrownBy(() -> StateDict.open(index("'a':'absent'")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(folder.resolve("absent").toString(), "does not exist");
  }

  @Test
  void anIndexIsNotAShard() throws IOException {
    assertThatThrownBy(() -> StateDict.open(index("'a':'index'")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("found text");
  }

  private Path index(String weightMap) throws IOException {
    String json = "{'metadata':{'total_size':8,'x':[{}]},'weight_map':{" + weightMap + "}}";
    return Files.writeString(folder.resolve("index"), json.replace('\'', '"'));
  }

  private static void assertRefused(Path index, String message) {
    assertThatThrownBy(() -> StateDict.open(index))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }
}
