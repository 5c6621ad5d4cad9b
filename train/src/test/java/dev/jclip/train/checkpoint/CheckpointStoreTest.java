package dev.jclip.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.CheckpointException;
import dev.jclip.train.schedule.RunLength;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final RunLength LENGTH = new RunLength(10, 40, 10, RunLength.Unit.STEPS);

  @TempDir private Path folder;

  private static Consumer<Path> content(String text) {
    return target -> {
      try {
        Files.writeString(target.resolve("file"), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsTheLastOnesByStepAndNotByName() throws IOException {
    var store = new CheckpointStore(folder, 2);
    assertThat(store.latest()).isEmpty();
    for (long step : List.of(5L, 99_999_999L, 100_000_000L)) {
      store.save(step, content("" + step));
    }
    assertThat(names()).containsExactly("step-100000000", "step-99999999");
    assertThat(store.latest()).contains(folder.resolve("step-100000000"));
  }

  @Test
  void oneThatCannotBeWrittenLeavesTheOnesBefore() throws IOException {
    var store = new CheckpointStore(folder, 1);
    store.save(1, content("first"));
    assertThatThrownBy(
            () ->
                store.save(
                    2,
                    target -> {
                      content("half").accept(target);
                      throw new CheckpointException("model: no space left on device");
                    }))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "%s: the checkpoint cannot be written: model: no space left on device; the last complete one is %s",
            folder.resolve("step-00000002"), folder.resolve("step-00000001"));
    assertThat(names()).containsExactly("step-00000001");
    assertThat(store.latest().orElseThrow().resolve("file")).hasContent("first");
  }

  @Test
  void whatAKilledRunLeftIsNoCheckpointAndIsWrittenOver() throws IOException {
    Files.createDirectories(folder.resolve(".incomplete-step-00000003/deep"));
    Files.writeString(folder.resolve(".incomplete-step-00000003/deep/stale"), "stale");
    var store = new CheckpointStore(folder, 1);
    assertThat(store.latest()).isEmpty();
    Path saved = store.save(3, content("third"));
    assertThat(saved.resolve("deep")).doesNotExist();
    store.save(3, content("again"));
    assertThat(saved.resolve("file")).hasContent("again");
    assertThat(names()).containsExactly("step-00000003");
  }

  @Test
  void aFolderThatIsNoCheckpointIsNamed() {
    assertThatThrownBy(() -> RunProgress.read(folder, LENGTH))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "%s: expected a checkpoint of a run, which holds training.json, to resume from; to train on from a model's weights, begin a run with them",
            folder);
  }

  @Test
  void aDamagedOneIsNamed() throws IOException {
    Files.writeString(folder.resolve("training.json"), "{\"step\": 3");
    assertThatThrownBy(() -> RunProgress.read(folder, LENGTH))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(folder.resolve("training.json") + ": damaged: ")
        .hasMessageEndingWith("; resume from an earlier checkpoint");
  }
}
