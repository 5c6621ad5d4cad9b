package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Indexing that is ended at any moment, as a process of its own. */
class IndexProcessTest {
  private static final int PICTURES = 4000;
  private static final int KILLS = Integer.getInteger("jclip.kills", 4);

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS) // where a process that is killed still holds its files for a while
  void goesOnWhereItWasKilled() throws Exception {
    Path pictures = makePictures();
    Path whole = folder.resolve("whole");
    long began = System.nanoTime();
    assertThat(start("index", whole, pictures).waitFor()).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);

    Path killed = folder.resolve("killed");
    var random = new Random(1);
    int committed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start("index", killed, pictures);
      if (!process.waitFor((long) (millis * random.nextDouble()), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      int now = size(killed);
      assertThat(now).as("what was committed stays").isGreaterThanOrEqualTo(committed);
      committed = now;
    }
    assertThat(start("index", killed, pictures).waitFor()).isZero();
    assertThat(content(killed)).isEqualTo(content(whole)).hasSize(PICTURES);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // where a process cannot be asked to end
  void whatIsKeptIsSaidWhenItIsInterrupted() throws Exception {
    Path pictures = makePictures();
    Path index = folder.resolve("interrupted");
    Process process = start("index", index, pictures);
    while (!LuceneIndex.exists(index) && process.isAlive()) {
      Thread.sleep(20);
    }
    process.destroy(); // SIGTERM, as Ctrl+C
    process.waitFor();
    String printed = Files.readString(folder.resolve("log"));
    assertThat(printed)
        .contains("interrupted: %,d images are in the index".formatted(size(index)))
        .contains("run the same command again to go on");
    assertThat(size(index)).isLessThan(PICTURES);
  }

  @Test
  void watchFollowsAFolder() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("watched"));
    Path index = folder.resolve("watching");
    picture(pictures.resolve("first.png"), 1);
    Process watch = start("watch", index, pictures);
    try {
      awaitSize(index, 1);
      picture(pictures.resolve("second.png"), 2);
      awaitSize(index, 2);
      Files.delete(pictures.resolve("first.png"));
      awaitSize(index, 1);
    } finally {
      watch.destroy();
      watch.waitFor();
    }
    assertThat(content(index).keySet()).containsExactly(pictures.resolve("second.png").toString());
    assertThat(Files.readString(folder.resolve("log")))
        .contains("watching " + pictures + " for " + index + " since ", "end with Ctrl+C")
        .contains("ended: 1 images are in the index");
  }

  private static void awaitSize(Path index, int size) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(120);
    while (size(index) != size) {
      assertThat(Instant.now()).as("images in the index: " + size(index)).isBefore(end);
      Thread.sleep(200);
    }
  }

  private Path makePictures() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < PICTURES; i++) {
      picture(pictures.resolve(i + ".png"), i);
    }
    return pictures;
  }

  private static void picture(Path file, long seed) throws IOException {
    var random = new Random(seed);
    var image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < 16; pixel++) {
      image.setRGB(pixel % 4, pixel / 4, random.nextInt(1 << 24));
    }
    ImageIO.write(image, "png", file.toFile());
  }

  private Process start(String jclip, Path index, Path pictures) throws IOException {
    return Jclip.process(
            List.of(
                jclip,
                "--model",
                Jclip.MODEL.toString(),
                "--precision",
                "f32",
                "--index",
                index.toString(),
                pictures.toString()))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static int size(Path index) {
    if (!LuceneIndex.exists(index)) {
      return 0;
    }
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index)) {
      return snapshot.size();
    }
  }

  private static Map<String, Content> content(Path index) {
    var content = new TreeMap<String, Content>();
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index)) {
      snapshot.eachStamp(
          stamp -> {
            int ordinal = snapshot.find(stamp.id()).orElseThrow();
            var vector = new ArrayList<Float>();
            for (float value : snapshot.vector(ordinal)) {
              vector.add(value);
            }
            content.put(stamp.id(), new Content(snapshot.picture(ordinal), vector));
          });
    }
    return content;
  }

  private record Content(IndexedPicture picture, List<Float> vector) {}
}
