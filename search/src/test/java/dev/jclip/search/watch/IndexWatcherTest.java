package dev.jclip.search.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.PictureSources;
import dev.jclip.search.update.IndexBuilder;
import dev.jclip.search.update.IndexListener;
import dev.jclip.search.update.IndexReport;
import dev.jclip.search.update.PixelEmbedder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class IndexWatcherTest {
  @TempDir private Path folder;

  @Test
  void newAndVanishedPicturesAreReportedAndOtherLooksAreNot() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    picture(pictures.resolve("a.png"));
    var model = new PixelEmbedder("f");
    var reports = new LinkedBlockingQueue<IndexReport>();
    var ends = new AtomicBoolean();
    List<PictureSource> sources = PictureSources.of(List.of(pictures.toString()));
    try (LuceneIndex index =
            LuceneIndex.create(folder.resolve("index"), model.model(), VectorStorage.FLOAT32);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      var builder = new IndexBuilder(index, () -> model, new IndexListener() {});
      Future<?> watching =
          thread.submit(
              () -> {
                new IndexWatcher(builder, sources, Duration.ofDays(1), reports::add).run(ends::get);
                return null;
              });
      assertThat(next(reports).indexed()).isEqualTo(1);
      picture(pictures.resolve("b.png"));
      assertThat(next(reports).indexed()).isEqualTo(1);
      Files.writeString(pictures.resolve("no-picture.txt"), "nothing to report");
      Files.delete(pictures.resolve("a.png"));
      IndexReport removal = next(reports);
      assertThat(removal.indexed()).isZero();
      assertThat(removal.removed()).isEqualTo(1);
      ends.set(true);
      watching.get(60, TimeUnit.SECONDS);
    }
    assertThat(reports).isEmpty();
  }

  private static IndexReport next(LinkedBlockingQueue<IndexReport> reports)
      throws InterruptedException {
    IndexReport report = reports.poll(60, TimeUnit.SECONDS);
    assertThat(report).as("a report").isNotNull();
    return report;
  }

  private static void picture(Path file) throws IOException {
    Path whole = Files.createTempFile("jclip", ".png");
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", whole.toFile());
    Files.move(whole, file); // a file that is half written is no image
  }
}
