package dev.jclip.eval.report;

import dev.jclip.eval.metric.Calibration;
import dev.jclip.eval.plot.Plot;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.task.Classified;
import dev.jclip.eval.task.LinearProbeResult;
import dev.jclip.eval.task.RetrievalResult;
import dev.jclip.eval.task.ZeroShotResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a run; a machine that cannot draw leaves them out, with one warning. */
public final class RunPlots {
  private static final Logger LOG = LoggerFactory.getLogger(RunPlots.class);

  private boolean drawing;

  private RunPlots(boolean drawing) {
    this.drawing = drawing;
  }

  /** Draws. */
  public static RunPlots drawn() {
    return new RunPlots(true);
  }

  /** Draws nothing. */
  public static RunPlots none() {
    return new RunPlots(false);
  }

  private void draw(Path file, Supplier<byte[]> picture) {
    if (!drawing) {
      return;
    }
    try {
      Json.write(file, picture.get());
    } catch (Plot.Unavailable e) {
      drawing = false;
      LOG.warn("no plots: {}", e.getMessage());
    }
  }

  void zeroShot(ZeroShotResult result, Function<String, Path> files) {
    result
        .classified()
        .ifPresent(
            classified -> {
              draw(files.apply("reliability"), () -> reliability(classified));
              draw(
                  files.apply("confusion"),
                  () -> Plot.confusion(classified.table(), result.classNames()));
            });
    result
        .unknown()
        .ifPresent(
            unknown ->
                draw(
                    files.apply("unknown"),
                    () -> Plot.roc(unknown.curve(), unknown.chosen(), "known", "unknown")));
    result
        .sensitivity()
        .ifPresent(
            sensitivity ->
                draw(
                    files.apply("prompts"),
                    () ->
                        Plot.variants(
                            sensitivity.metric(),
                            sensitivity.variants().stream()
                                .mapToDouble(variant -> variant.value())
                                .toArray(),
                            sensitivity.ensemble())));
  }

  private static byte[] reliability(Classified classified) {
    Calibration before = classified.calibration();
    return Plot.reliability(before, classified.temperature().crossFitted());
  }

  void retrieval(RetrievalResult result, Function<String, Path> files) {
    draw(
        files.apply("recall"),
        () ->
            Plot.recall(
                result.curve().stream().map(RetrievalResult.CurvePoint::k).toList(),
                result.curve().stream().map(RetrievalResult.CurvePoint::imageRetrieval).toList(),
                result.curve().stream().map(RetrievalResult.CurvePoint::textRetrieval).toList()));
  }

  void fewShot(String title, List<Integer> shots, List<Figure> accuracies, Path file) {
    draw(file, () -> Plot.fewShot(title, shots, accuracies));
  }

  void linearProbe(LinearProbeResult result, Function<String, Path> files) {
    draw(files.apply("confusion"), () -> Plot.confusion(result.table(), result.classNames()));
    if (!result.probe().swept().isEmpty()) {
      draw(files.apply("sweep"), () -> Plot.sweep(result.probe().swept(), 1 / result.probe().c()));
    }
  }
}
