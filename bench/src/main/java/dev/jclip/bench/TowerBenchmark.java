package dev.jclip.bench;

import dev.jclip.Clip;
import dev.jclip.config.Precision;
import dev.jclip.image.RgbImage;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** The towers in each precision, inputs alone and together. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class TowerBenchmark {
  private static final int SIDE = 256;

  /** A folder, a file, or a name, as everywhere. */
  @Param("bundled")
  private String model;

  @Param private Precision precision;

  @Param({"1", "32"})
  private int batch;

  private Clip clip;
  private List<float[]> pixels;
  private List<String> captions;

  /** Loads the model. */
  @Setup
  public void load() {
    clip = Clip.loader().precision(precision).onTruncation(_ -> {}).load(model);
    byte[] rgb = new byte[3 * SIDE * SIDE];
    new Random(0).nextBytes(rgb);
    pixels = Collections.nCopies(batch, clip.preprocess(new RgbImage(SIDE, SIDE, rgb)));
    captions = Captions.make(batch);
  }

  /** Frees it. */
  @TearDown
  public void close() {
    clip.close();
  }

  /** Prepared images to embeddings. */
  @Benchmark
  public List<float[]> images() {
    return clip.encodePixels(pixels);
  }

  /** Captions to ids to embeddings. */
  @Benchmark
  public List<float[]> texts() {
    return clip.encodeTexts(captions);
  }
}
