package dev.jclip.bench;

import dev.jclip.Clip;
import dev.jclip.ModelTokenizer;
import dev.jclip.tokenizer.TokenizedText;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/** Captions to ids. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class TokenizerBenchmark {
  private static final int COUNT = 32;

  /** A folder, a file, or a name, as everywhere. */
  @Param("bundled")
  private String model;

  private ModelTokenizer tokenizer;
  private List<String> captions;

  /** Reads the vocabulary. */
  @Setup
  public void load() {
    tokenizer = Clip.loader().loadTokenizer(model);
    captions = Captions.make(COUNT);
  }

  /** 32 captions; their words are few, so they are found in the tokenizer's cache. */
  @Benchmark
  public List<TokenizedText> tokenize() {
    return captions.stream().map(tokenizer::tokenize).toList();
  }
}
