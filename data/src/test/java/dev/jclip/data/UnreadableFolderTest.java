package dev.jclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairOrder;
import dev.jclip.data.pair.PairSources;
import dev.jclip.data.pair.PairStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subfolder that this user may not look into; not for a user whom nothing is closed to. */
class UnreadableFolderTest {
  @TempDir Path folder;
  private Path closed;

  @BeforeEach
  void closeAFolder() throws IOException {
    for (String name : List.of("cat/a", "dog/b", "dog/closed/c")) {
      Tars.write(folder.resolve("set/" + name + ".jpg"), name);
      Tars.write(folder.resolve("set/" + name + ".txt"), "caption of " + name);
    }
    closed = folder.resolve("set/dog/closed");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(closed)).as("permissions hold for this user").isFalse();
  }

  @AfterEach
  void openIt() throws IOException {
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }

  private static String describe(Entry<?> entry) {
    return switch (entry) {
      case Entry.Example<?> example -> example.key() + "=" + example.annotation();
      case Entry.Skipped<?> skipped -> "skipped " + skipped.reason();
    };
  }

  @Test
  void isNamedAndPassedOverInTraining() {
    var found = new ArrayList<String>();
    Path set = folder.resolve("set");
    try (PairStream pairs =
        PairSources.open(set.toString(), PairOptions.defaults()).stream(PairOrder.first(0))) {
      pairs.forEachRemaining(entry -> found.add(describe(entry)));
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            "cat/a.jpg=caption of cat/a",
            "dog/b.jpg=caption of dog/b",
            "skipped %s: %s: cannot be listed: permission denied".formatted(set, closed));
  }

  @Test
  void isNamedAndPassedOverInEvaluation() {
    LabelledSet set = LabelledSets.open(folder.resolve("set"), LabelledOptions.defaults());
    assertThat(set.classNames()).containsExactly("cat", "dog");
    try (Stream<? extends Entry<?>> entries = set.examples().stream()) {
      assertThat(entries.map(UnreadableFolderTest::describe))
          .containsExactlyInAnyOrder(
              "cat/a.jpg=[0]",
              "dog/b.jpg=[1]",
              "skipped %s: cannot be listed: permission denied".formatted(closed));
    }
  }
}
