package dev.jclip.bench;

import dev.jclip.Captioner;
import dev.jclip.Clip;
import dev.jclip.ClipLoader;
import dev.jclip.config.Precision;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.image.RgbImage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Captions of 30 tokens, whatever a model would say, from decoded images on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class CaptionBenchmark {
  private static final String AUTO = "AUTO";
  private static final int SIDE = 256;
  private static final int TOKENS = 30;

  /** A folder, a file, or a name, as everywhere; of a model with a caption decoder. */
  @Param("laion/CoCa-ViT-B-32-laion2B-s13B-b90k")
  private String model;

  @Param({AUTO, "F32", "BF16", "INT8"})
  private String precision;

  /** How many images are described together. */
  @Param({"1", "8"})
  private int batch;

  /** How many beams in three groups; 0 for the most probable token each time. */
  @Param({"0", "6"})
  private int beams;

  private Clip clip;
  private Captioner captioner;
  private List<RgbImage> images;

  /** Loads the model. */
  @Setup
  public void load() {
    ClipLoader loader = Clip.loader();
    if (!precision.equals(AUTO)) {
      loader.precision(Precision.valueOf(precision));
    }
    clip = loader.load(model);
    var options = GenerationOptions.builder().minimumLength(TOKENS - 1).maximumLength(TOKENS);
    if (beams > 0) {
      options.beams(beams).groups(3).ranking(GenerationOptions.Ranking.OPEN_CLIP_LOGITS);
    }
    captioner = clip.captioner(options.build());
    var random = new Random(0);
    images = Stream.generate(() -> image(random)).limit(batch).toList();
  }

  private static RgbImage image(Random random) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    random.nextBytes(rgb);
    return new RgbImage(SIDE, SIDE, rgb);
  }

  /** Frees it. */
  @TearDown
  public void close() {
    clip.close();
  }

  /** Decoded images to captions. */
  @Benchmark
  public List<List<Captioner.Caption>> captions() {
    return captioner.captions(images);
  }
}
