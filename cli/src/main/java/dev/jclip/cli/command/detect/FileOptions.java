package dev.jclip.cli.command.detect;

import dev.jclip.cli.option.OptionSection;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Files that are written beside the answers. */
@OptionSection("Files")
final class FileOptions {
  @Option(
      names = "--coco",
      paramLabel = "FILE.json",
      description =
          "Write the detections as COCO results. Images and queries are numbered from 1 in their order.")
  private @Nullable Path results;

  @Option(
      names = "--coco-data-set",
      paramLabel = "FILE.json",
      description = "Write a COCO data set: images, categories, and detections as annotations.")
  private @Nullable Path dataSet;

  @Option(
      names = "--annotate",
      paramLabel = "DIR",
      description = "Write a PNG for each image, NAME.png, with boxes, queries and scores.")
  private @Nullable Path pictures;

  /** Whether one of the files shows masks. */
  boolean showMasks() {
    return results != null || dataSet != null || pictures != null;
  }

  /**
   * Begins the files.
   *
   * @throws dev.jclip.error.DataException if one cannot be written
   */
  void addTo(FoundListeners listeners, List<String> labels) {
    if (results != null) {
      listeners.add(new CocoResults(results));
    }
    if (dataSet != null) {
      listeners.add(new CocoDataSet(dataSet, labels));
    }
    if (pictures != null) {
      listeners.add(new AnnotatedFiles(new OutputFolder(pictures)));
    }
  }
}
