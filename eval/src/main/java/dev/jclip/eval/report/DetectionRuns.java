package dev.jclip.eval.report;

import dev.jclip.digest.Sha256;
import dev.jclip.error.DataException;
import dev.jclip.eval.detection.CocoTruth;
import dev.jclip.eval.detection.DetectionResult;
import dev.jclip.eval.detection.ImageBoxes;
import dev.jclip.eval.statistics.BootstrapOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Evaluates files of detections against what is there. Writes a record for each, and tables of all
 * records in the folder. For one thread.
 */
public final class DetectionRuns {
  private final Path truth;
  private final Path output;
  private final BootstrapOptions statistics;
  private final String version;

  /**
   * Describes runs.
   *
   * @param truth what is there, in COCO's form
   * @param output where records, examples and tables go; made when needed
   * @param statistics how uncertainty is found
   * @param version of the program, for the records
   */
  public DetectionRuns(Path truth, Path output, BootstrapOptions statistics, String version) {
    this.truth = truth;
    this.output = output;
    this.statistics = statistics;
    this.version = version;
  }

  /**
   * Runs everything, and writes the tables.
   *
   * @param files of detections, COCO's results
   * @param listener hears of each record and its file
   * @throws DataException if a file is not what it should be
   */
  public void run(List<Path> files, BiConsumer<RunRecord, Path> listener) {
    CocoTruth there = CocoTruth.read(truth);
    Json.makeFolder(output);
    for (Path file : files) {
      List<ImageBoxes> images = there.readDetections(file);
      RunIdentity identity = identity(file, images, there.categories());
      Path record = identity.recordIn(output, RunWriter.DETECTION);
      var result = DetectionResult.of(images, there.categories(), statistics);
      listener.accept(new RunWriter(record, identity).write(result), record);
    }
    ResultTable.refresh(output, RunPlots.none());
  }

  private RunIdentity identity(Path file, List<ImageBoxes> images, List<String> categories) {
    var data = new Sha256();
    categories.forEach(data::add);
    images.forEach(image -> data.add(image.key()).add(image.truth().toString()));
    var found = new Sha256();
    images.forEach(image -> found.add(image.found().toString()));
    return new RunIdentity(
        DatasetName.of(truth.toString()),
        "detections",
        file.toString(),
        "en",
        version,
        found.hex(),
        data.hex(),
        Map.of(
            "resamples",
            "" + statistics.resamples(),
            "confidence",
            "" + statistics.confidence(),
            "seed",
            "" + statistics.seed()));
  }
}
