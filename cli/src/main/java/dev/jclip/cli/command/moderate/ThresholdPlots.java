package dev.jclip.cli.command.moderate;

import dev.jclip.cli.output.Answers;
import dev.jclip.error.DataException;
import dev.jclip.eval.metric.RocCurve;
import dev.jclip.eval.plot.Plot;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import dev.jclip.moderation.threshold.Rate;
import dev.jclip.moderation.threshold.Solution;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws what each threshold of a category would achieve, and the one that was solved. */
final class ThresholdPlots {
  private static final String OTHERS = "benign images";

  private final Path folder;
  private final Answers answers;

  ThresholdPlots(Path folder, Answers answers) {
    this.folder = folder;
    this.answers = answers;
  }

  /** Draws a category's curves, for which it takes images of either kind. */
  void draw(String category, double[] benign, double[] harmful, Solution solution) {
    if (benign.length == 0 || harmful.length == 0) {
      answers.note(
          "no plot of %s, which takes benign images and images of the category (--harmful %s=PATH)"
              .formatted(category, category));
      return;
    }
    RocCurve curve = RocCurve.of(harmful, benign);
    var chosen =
        new RocCurve.Point(
            solution.excess(),
            solution.recall().map(Rate::share).orElseThrow(),
            solution.falsePositives().map(Rate::share).orElseThrow());
    String name = URLEncoder.encode(category, StandardCharsets.UTF_8); // a name may hold a slash
    try {
      Files.createDirectories(folder);
      AtomicFile.tryWrite(
          folder.resolve(name + "-roc.png"), Plot.roc(curve, chosen, category, OTHERS));
      AtomicFile.tryWrite(
          folder.resolve(name + "-precision-recall.png"),
          Plot.precisionRecall(curve, chosen, harmful.length, benign.length, category, OTHERS));
    } catch (Plot.Unavailable e) {
      answers.warn("no plot of %s: %s".formatted(category, e.getMessage()));
    } catch (IOException e) {
      throw new DataException("%s: cannot be written: %s".formatted(folder, IoReason.of(e)), e);
    }
  }
}
