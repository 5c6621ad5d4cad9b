package dev.jclip.data.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Entry;
import dev.jclip.data.augment.Augmentation;
import dev.jclip.data.augment.ColorJitter;
import dev.jclip.data.augment.ImageTransform;
import dev.jclip.data.augment.Range;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairOrder;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pair.PairSources;
import dev.jclip.data.pair.PairStream;
import dev.jclip.error.DataException;
import dev.jclip.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BatchPipelineTest {
  private static final int NUM_SHARDS = 5;
  private static final int SHARD_PAIRS = 40;
  private static final Augmentation AUGMENTATION =
      Augmentation.DEFAULT
          .withScale(new Range(0.4, 1))
          .withFlip(0.5)
          .withColorJitter(new ColorJitter(0.4, 0.4, 0.4, 0.1), 0.8)
          .withGrayScale(0.2);

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    var random = new Random(3);
    for (int shard = 0; shard < NUM_SHARDS; shard++) {
      byte[] tar = shard(shard, random);
      Files.write(
          folder.resolve(shard + ".tar"), shard == 3 ? Arrays.copyOf(tar, tar.length / 2) : tar);
    }
  }

  /** Every seventh image is damaged, every eleventh has no caption. */
  private static byte[] shard(int shard, Random random) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < SHARD_PAIRS; i++) {
        byte[] jpeg = jpeg(random);
        put(tar, i + ".jpg", i % 7 == 3 ? Arrays.copyOf(jpeg, jpeg.length / 2) : jpeg);
        if (i % 11 != 5) {
          put(
              tar,
              i + ".txt",
              "caption %d/%d".formatted(shard, i).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] jpeg(Random random) throws IOException {
    int width = 16 + random.nextInt(20);
    int height = 16 + random.nextInt(20);
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new RgbImage(width, height, rgb).toBufferedImage(), "jpg", bytes);
    return bytes.toByteArray();
  }

  private PairSource source() {
    return PairSources.open(folder.toString(), PairOptions.defaults().withShuffle(3, 30, 1 << 20));
  }

  private static PipelineOptions options(int batchSize) {
    return PipelineOptions.of(batchSize, new TrainTransform(12, AUGMENTATION), 42);
  }

  private static List<TrainingBatch> take(
      PairSource source, PipelineOptions options, DataPosition from, int batches) {
    try (BatchPipeline<TrainingBatch> pipeline = BatchPipeline.open(source, options, from)) {
      var taken = new ArrayList<TrainingBatch>();
      for (int i = 0; i < batches; i++) {
        taken.add(pipeline.next());
      }
      return taken;
    }
  }

  private static void assertSame(List<TrainingBatch> found, List<TrainingBatch> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).keys()).isEqualTo(expected.get(i).keys());
      assertThat(found.get(i).captions()).isEqualTo(expected.get(i).captions());
      assertThat(found.get(i).pixels()).isEqualTo(expected.get(i).pixels());
      assertThat(found.get(i).next()).isEqualTo(expected.get(i).next());
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    PairSource source = source();
    List<TrainingBatch> expected = take(source, options(16), DataPosition.START, 40);
    for (int threads : new int[] {2, 3, 7}) {
      PipelineOptions options = options(16).withThreads(threads, threads);
      assertSame(take(source, options, DataPosition.START, 40), expected);
    }
    assertThat(expected.getLast().next().pass()).isGreaterThan(2);
    assertThat(expected.getFirst().pixels()).isNotEqualTo(expected.get(1).pixels());
  }

  @Test
  void aPipelineOpenedAtABatchsNextGoesOnWithTheVeryNext() {
    PairSource source = source();
    List<TrainingBatch> whole = take(source, options(16), DataPosition.START, 22);
    for (int i = 0; i < 20; i++) {
      List<TrainingBatch> rest = take(source, options(16), whole.get(i).next(), 2);
      assertSame(rest, whole.subList(i + 1, i + 3));
    }
  }

  @Test
  void batchesHoldPicturesCaptionsAndKeysOfTheSamePairs() {
    PairSource source = source();
    var seen = new HashSet<String>();
    for (TrainingBatch batch : take(source, options(16), DataPosition.START, 8)) {
      assertThat(batch.pixels()).hasSize(16 * 12 * 12 * 3);
      for (int i = 0; i < 16; i++) {
        String key = batch.keys().get(i);
        assertThat(batch.captions().get(i)).isEqualTo("caption " + key.replace(".tar", ""));
        assertThat(seen.add(key)).isTrue();
      }
    }
  }

  @Test
  void eachPixelIsTheTransformOfItsPicture() {
    var whole =
        new Augmentation(
            new Range(1, 1),
            new Range(1, 1),
            AUGMENTATION.interpolation(),
            0,
            ColorJitter.NONE,
            0,
            0);
    var transform = new TrainTransform(2, whole);
    TrainingBatch batch =
        take(colours(), PipelineOptions.of(4, transform, 1), DataPosition.START, 1).getFirst();
    for (int i = 0; i < 4; i++) {
      int level = Integer.parseInt(batch.keys().get(i));
      for (int at = 12 * i; at < 12 * (i + 1); at++) {
        assertThat(batch.pixels()[at] & 0xff).isEqualTo(level);
      }
    }
  }

  /** Grey images in BMP, each of the level that is its key. */
  private static PairSource colours() {
    return new ListSource(
        List.of(10, 20, 30, 40).stream().map(BatchPipelineTest::grey).toList(), () -> {});
  }

  private static Entry<String> grey(int level) {
    byte[] rgb = new byte[3 * 4];
    Arrays.fill(rgb, (byte) level);
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new RgbImage(2, 2, rgb).toBufferedImage(), "png", bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Entry.Example<>("" + level, bytes.toByteArray(), "grey");
  }

  @Test
  void faultsAreCountedAndReportedOnceEach() {
    List<String> reasons = new ArrayList<>();
    PipelineOptions options = options(10).withFaults((_, reason) -> reasons.add(reason));
    int pass =
        take(source(), options(10), DataPosition.START, 40).stream()
            .filter(batch -> batch.next().pass() == 0)
            .toList()
            .size();
    BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(source(), options, DataPosition.START);
    for (int i = 0; i <= pass; i++) {
      pipeline.next();
    }
    pipeline.close();
    assertThat(reasons).hasSize((int) pipeline.faults());
    List<String> once = reasons.stream().distinct().toList();
    assertThat(once.stream().filter(reason -> reason.contains("truncated"))).hasSize(23);
    assertThat(once.stream().filter(reason -> reason.contains("has no caption"))).hasSize(18);
    assertThat(once.stream().filter(reason -> reason.startsWith("3.tar: sample"))).hasSize(1);
  }

  @Test
  void ranksHaveNoPairInCommon() {
    var seen = new HashSet<String>();
    for (int rank = 0; rank < 3; rank++) {
      PipelineOptions options = options(5).withRank(rank, 3);
      for (TrainingBatch batch : take(source(), options, DataPosition.START, 20)) {
        if (batch.next().pass() == 0) {
          batch.keys().forEach(key -> assertThat(seen.add(key)).isTrue());
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
  }

  @Test
  void twoPipelinesAtOnceDoNotDisturbEachOther() throws Exception {
    PairSource source = source();
    List<TrainingBatch> expected = take(source, options(16), DataPosition.START, 20);
    try (var both = Executors.newFixedThreadPool(2)) {
      var one = both.submit(() -> take(source, options(16), DataPosition.START, 20));
      var other = both.submit(() -> take(source, options(16), DataPosition.START, 20));
      assertSame(one.get(), expected);
      assertSame(other.get(), expected);
    }
  }

  @Test
  void aBatchLargerThanTheDataIsAnError() {
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(source(), options(500), DataPosition.START)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(pipeline::next)
            .isInstanceOf(DataException.class)
            .hasMessageContainingAll(
                folder.toString(), "at least the 500 pairs of one batch", "found 1", "faults");
      }
    }
    List<TrainingBatch> rolled = take(source(), options(100), new DataPosition(0, 150), 1);
    assertThat(rolled.getFirst().next().pass()).isEqualTo(1);
    List<TrainingBatch> beyond = take(source(), options(100), new DataPosition(4, 1 << 20), 1);
    assertThat(beyond.getFirst().next().pass()).isEqualTo(5);
  }

  @Test
  void passingToAPositionDecodesNothing() {
    var transformed = new AtomicInteger();
    ImageTransform counting = new Recording(_ -> transformed.incrementAndGet());
    PipelineOptions options =
        new PipelineOptions(4, counting, 1, 0, 1, 1, 1, options(1).decoder(), (_, _) -> {});
    List<TrainingBatch> whole = take(source(), options, DataPosition.START, 20);
    transformed.set(0);
    take(source(), options, whole.getLast().next(), 1);
    assertThat(transformed.get()).isLessThan(80); // a few chunks ahead, not the 80 before
  }

  /** A transform that says when it is used. */
  private record Recording(Consumer<RgbImage> used) implements ImageTransform {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public int height() {
      return 1;
    }

    @Override
    public RgbImage apply(RgbImage image, RandomGenerator random) {
      used.accept(image);
      return new RgbImage(1, 1, new byte[3]);
    }
  }

  @Test
  void anErrorInADecodingThreadReachesTheConsumer() {
    ImageTransform failing =
        new Recording(
            _ -> {
              throw new OutOfMemoryError("a test's");
            });
    PipelineOptions options = PipelineOptions.of(4, failing, 1);
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(source(), options, DataPosition.START)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(pipeline::next)
            .isInstanceOf(OutOfMemoryError.class)
            .hasMessage("a test's");
      }
    }
  }

  @Test
  void batchesArePreparedInOrderOnAThreadOfThePipeline() {
    var threads = new ConcurrentSkipListSet<String>();
    Function<TrainingBatch, List<String>> preparation =
        batch -> {
          threads.add(Thread.currentThread().getName());
          return batch.keys();
        };
    try (var plain = BatchPipeline.open(source(), options(4), DataPosition.START);
        BatchPipeline<List<String>> prepared =
            BatchPipeline.open(source(), options(4), DataPosition.START, preparation)) {
      for (int i = 0; i < 5; i++) {
        assertThat(prepared.next()).isEqualTo(plain.next().keys());
      }
    }
    assertThat(threads).containsExactly("jclip-read");
  }

  @Test
  void anErrorOfThePreparationReachesTheConsumer() {
    Function<TrainingBatch, String> failing =
        _ -> {
          throw new IllegalStateException("a test's");
        };
    try (BatchPipeline<String> pipeline =
        BatchPipeline.open(source(), options(4), DataPosition.START, failing)) {
      assertThatThrownBy(pipeline::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a test's");
    }
  }

  @Test
  void anErrorOfTheSourceOrTheListenerReachesTheConsumer() {
    PairSource failing =
        new ListSource(
            List.of(grey(1), grey(2)),
            () -> {
              throw new StackOverflowError("a test's");
            });
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(failing, options(2), new DataPosition(0, 0))) {
      assertThatThrownBy(pipeline::next).isInstanceOf(StackOverflowError.class);
    }
    PipelineOptions deaf =
        options(16)
            .withFaults(
                (key, _) -> {
                  throw new IllegalStateException("cannot report " + key);
                });
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(source(), deaf, DataPosition.START)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  pipeline.next();
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot report");
    }
  }

  @Test
  void closingEarlyLeavesNoThread() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      BatchPipeline<TrainingBatch> pipeline =
          BatchPipeline.open(source(), options(4).withThreads(3, 2), DataPosition.START);
      if (i > 0) {
        pipeline.next();
      }
      assertThat(ownThreads()).isNotEmpty().allMatch(Thread::isDaemon);
      pipeline.close();
      pipeline.close();
      for (Thread thread : ownThreads()) {
        thread.join(5000); // its work is over, its end may take a moment
      }
      assertThat(ownThreads()).isEmpty();
      assertThatThrownBy(pipeline::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  private static List<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("jclip-(decode-\\d+|read)"))
        .toList();
  }

  @Test
  void closingWakesWhoWaits() throws Exception {
    var entered = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    PairSource blocked =
        new ListSource(
            List.of(grey(1)),
            () -> {
              entered.countDown();
              try {
                never.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(blocked, options(1), DataPosition.START);
    try (var other = Executors.newSingleThreadExecutor()) {
      var waiting = other.submit(pipeline::next);
      entered.await();
      pipeline.close();
      assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptedConsumerIsTold() {
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(source(), options(16), DataPosition.START)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(pipeline::next)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(pipeline.next().keys()).hasSize(16);
    }
  }

  @Test
  void noMoreThanTheBatchesAskedForAreMadeAhead() throws InterruptedException {
    var given = new AtomicInteger();
    var entries = new ArrayList<Entry<String>>();
    for (int i = 0; i < 1000; i++) {
      entries.add(grey(i % 200));
    }
    PairSource counting = new ListSource(entries, given::incrementAndGet);
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(counting, options(10).withThreads(1, 3), DataPosition.START)) {
      pipeline.next();
      int before = -1;
      while (before != given.get()) {
        before = given.get();
        Thread.sleep(200);
      }
      // handed out, ready and being made, and three chunks of 16 in flight or just read
      assertThat(before).isBetween(40, 10 + 3 * 10 + 10 + 5 * 16);
    }
  }

  @Test
  void wrongSettingsAreRefused() {
    refused("batchSize", () -> options(0));
    refused("batchSize", () -> options(1 << 30));
    refused("threads", () -> options(1).withThreads(0, 1));
    refused("ahead", () -> options(1).withThreads(1, 0));
    refused("rank", () -> options(1).withRank(2, 2));
    refused("position", () -> new DataPosition(-1, 0));
  }

  private static void refused(String name, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  /** Entries in a fixed order; says when one is read. */
  private record ListSource(List<Entry<String>> entries, Runnable read) implements PairSource {
    @Override
    public String name() {
      return "list";
    }

    @Override
    public long numPairs() {
      return entries.size();
    }

    @Override
    public PairStream stream(PairOrder order) {
      var iterator = entries.iterator();
      return new PairStream() {
        @Override
        public boolean hasNext() {
          return iterator.hasNext();
        }

        @Override
        public Entry<String> next() {
          read.run();
          return iterator.next();
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }
  }
}
