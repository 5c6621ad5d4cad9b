package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random damage to every format. {@code -Djclip.fuzz.tries=10000} makes a long run, {@code
 * -Djclip.fuzz.seed} another one.
 */
class CheckpointFuzzTest {
  private static final int TRIES = Integer.getInteger("jclip.fuzz.tries", 400);
  private static final long SEED = Long.getLong("jclip.fuzz.seed", 20261123L);

  @TempDir private Path folder;

  @Test
  void damagedFilesOpenOrAreRefused() throws IOException {
    List<byte[]> originals = new ArrayList<>();
    for (Path file : TestFiles.all()) {
      originals.add(Files.readAllBytes(file));
    }
    originals.add(new Pickle().op(PickleOp.EMPTY_DICT).stop());
    Path file = folder.resolve("damaged");
    Opening opening = new Opening();
    for (int i = 0; i < TRIES; i++) {
      long seed = SEED + i;
      Random random = new Random(seed);
      byte[] damaged = new Damage(random).apply(originals.get(i % originals.size()), originals);
      Files.write(file, damaged);
      open(opening, file, seed);
    }
    System.out.println("damaged files: " + opening);
    assertThat(opening.toString()).doesNotStartWith("0 opened");
  }

  @Test
  void randomPicklesOpenOrAreRefused() throws IOException {
    Opening opening = new Opening();
    for (int i = 0; i < TRIES; i++) {
      long seed = SEED + i;
      Path file = new RandomPickle(new Random(seed)).writeTo(folder.resolve("pickle"));
      open(opening, file, seed);
    }
    System.out.println("random pickles: " + opening);
    assertThat(opening.toString()).doesNotStartWith("0 opened");
  }

  private static void open(Opening opening, Path file, long seed) {
    try {
      opening.open(file);
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
