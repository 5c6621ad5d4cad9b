package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.jclip.error.ClipException;
import dev.jclip.image.RgbImage;
import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random damage to whole checkpoints: each gives a model that computes, or a {@link ClipException},
 * and takes no more memory than its files and a little. {@code -Djclip.fuzz.tries=10000} makes a
 * long run, {@code -Djclip.fuzz.seed} another one.
 */
@Tag("slow")
class ModelFuzzTest {
  private static final int TRIES = Integer.getInteger("jclip.fuzz.tries", 200);
  private static final long SEED = Long.getLong("jclip.fuzz.seed", 20261123L);
  private static final Path MODELS = Path.of("../engine/src/test/resources/golden/models");
  private static final String WITH_VOCABULARY = "end-to-end";
  private static final List<String> NAMES =
      List.of(
          WITH_VOCABULARY,
          "hf-vit",
          "openclip-vit",
          "openclip-coca-text",
          "openclip-resnet",
          "openai-vit",
          "hf-vit-gelu-sharded-bf16",
          "openclip-attentional-pool");
  private static final long ALLOWANCE = 64L << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int computed;
  private int refused;
  private long mostHeap;
  private long mostResident;

  @Test
  void damagedModelsComputeOrAreRefused(@TempDir Path folder) throws IOException {
    for (String name : NAMES) {
      use(copy(name, folder.resolve("whole-" + name)));
    }
    assertThat(computed).as("whole models that compute").isEqualTo(NAMES.size());
    for (int i = 0; i < TRIES; i++) {
      long seed = SEED + i;
      Path model =
          copy(
              NAMES.get(i % NAMES.size()),
              folder.resolve("damaged-" + NAMES.get(i % NAMES.size())));
      new ModelDamage(new Random(seed)).apply(model);
      try {
        open(model);
      } catch (Throwable e) {
        throw new AssertionError("seed %d, %s".formatted(seed, NAMES.get(i % NAMES.size())), e);
      }
      delete(model);
    }
    System.out.printf(
        "damaged models: %d computed, %d refused, at most %d bytes of heap and %d resident ones%n",
        computed - NAMES.size(), refused, mostHeap, mostResident);
    assertThat(refused).isGreaterThan(TRIES / 4);
    assertThat(computed).isGreaterThan(NAMES.size() + TRIES / 20);
  }

  private void open(Path model) throws IOException {
    long heapBefore = threads.getCurrentThreadAllocatedBytes();
    long residentBefore = ResidentMemory.peakBytes();
    try {
      use(model);
    } catch (ClipException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused++;
    }
    long heap = threads.getCurrentThreadAllocatedBytes() - heapBefore;
    long resident = ResidentMemory.peakBytes() - residentBefore;
    mostHeap = Math.max(mostHeap, heap);
    mostResident = Math.max(mostResident, resident);
    assertThat(heap).as("bytes of heap").isLessThan(bytes(model) + ALLOWANCE);
    assertThat(resident).as("resident bytes").isLessThan(bytes(model) + 2 * ALLOWANCE);
  }

  private void use(Path model) {
    try (Clip clip = Clip.load(model)) {
      int side = clip.preprocessing().width();
      RgbImage image = new RgbImage(side, side + 1, new byte[3 * side * (side + 1)]);
      assertThat(clip.encodeImage(image)).hasSize(clip.embedDim());
      if (model.getFileName().toString().endsWith(WITH_VOCABULARY)) {
        assertThat(clip.encodeText("a photo of a cat")).hasSize(clip.embedDim());
      }
      computed++;
    }
  }

  private static Path copy(String name, Path target) throws IOException {
    Files.createDirectories(target);
    for (Path file : files(MODELS.resolve(name))) {
      String fileName = file.getFileName().toString();
      if (!fileName.startsWith("expected") && !fileName.equals("picture.jpg")) {
        Files.copy(file, target.resolve(fileName));
      }
    }
    return target;
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
