package dev.jclip.model.owl;

import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A reference model of OWL-ViT or OWLv2, and what transformers computes from it. */
record OwlCase(Path folder, Golden expected) {
  private static final Path COMMITTED = Path.of("src/test/resources/golden/owl");
  static final double BOUND = 1e-5;

  /** The committed case, or the shared one where only that is there. */
  static OwlCase of(String name) {
    Path committed = COMMITTED.resolve(name);
    Path folder =
        Files.isDirectory(committed)
            ? committed
            : SharedData.require("golden-models").resolve(name);
    return new OwlCase(folder, Golden.read(folder.resolve("expected.safetensors")));
  }

  FamilyCheckpoint<OwlConfig> open() {
    return FamilyCheckpoint.open(folder, new OwlFamily());
  }

  /** The rows of a tensor's leading dimension, one behind the other. */
  List<float[]> rows(String name) {
    float[] all = expected.floats(name);
    int count = expected.shape(name)[0];
    int each = all.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * each, (i + 1) * each))
        .toList();
  }

  long[][] ids(String name) {
    long[] all = expected.longs(name);
    int length = expected.shape(name)[1];
    return IntStream.range(0, all.length / length)
        .mapToObj(text -> Arrays.copyOfRange(all, text * length, (text + 1) * length))
        .toArray(long[][]::new);
  }

  void assertClose(String name, float[] actual) {
    Tolerance.assertClose(name, actual, expected.floats(name), BOUND);
  }
}
