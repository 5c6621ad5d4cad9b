package dev.jclip.train.watch;

import dev.jclip.train.loss.FeatureStatistics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Recorded runs; {@code make_watch_traces.py} makes them. */
final class Traces {
  private Traces() {}

  static List<StepReport> read(String name) {
    try (InputStream in = Traces.class.getResourceAsStream("/golden/watch/" + name + ".csv");
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .skip(1)
          .map(line -> Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
          .map(Traces::report)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StepReport report(double[] values) {
    return Reports.HEALTHY
        .loss(values[1])
        .gradientNorm(values[2])
        .logitScale(values[3])
        .learningRate(values[4])
        .batchSize((int) values[5])
        .features(new FeatureStatistics(values[6], values[7], values[8], values[9]))
        .duplicateCaptions((int) values[10])
        .at((long) values[0]);
  }
}
