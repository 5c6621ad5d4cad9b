package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.data.augment.Augmentation;
import dev.jclip.data.detection.DetectionSet;
import dev.jclip.data.detection.DetectionSets;
import dev.jclip.data.detection.PhraseTemplates;
import dev.jclip.data.detection.QueryDraw;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a detector is trained on. */
@OptionSection("Data")
final class DetectionDataOptions {
  @Option(
      names = "--train-data",
      paramLabel = "DATA",
      description =
          "Images with boxes: what jclip scenes writes (a folder with metadata.jsonl, shards as a folder, a glob or a brace range), or a JSON file of COCO's form; several joined by ::.")
  private @Nullable String location;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "The folder of the images that COCO's form names. Default: that of the file.")
  private @Nullable Path images;

  @Option(
      names = "--phrases",
      paramLabel = "T[,T]",
      description =
          "What objects are called, by the fields that the data has of them: \"a {shape},a {colour} {shape}\". Default: the category of COCO's objects; the size, colour, material and shape of those of scenes.")
  private @Nullable String phrases;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "24",
      description =
          "Phrases that an image is asked for: those of its objects, and others that are true of none of them. Default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--aug-cfg",
      paramLabel = "NAME=VALUE",
      arity = "1..*",
      description =
          "scale=0.9,1.0 ratio=0.75,1.33 color_jitter=B,C,S,H color_jitter_prob=P gray_scale_prob=P flip_prob=P, as in open_clip; boxes follow the crop, and phrases that say left or right are not asked for in mirrored images.")
  private List<String> augmentation = new ArrayList<>();

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that decode images. Default: ${DEFAULT-VALUE}.")
  private int workers;

  /** Whether it is said at all. */
  boolean isGiven() {
    return location != null;
  }

  DetectionSet open() {
    return DetectionSets.open(
        Objects.requireNonNull(location), templates(), Optional.ofNullable(images));
  }

  private PhraseTemplates templates() {
    return phrases == null ? PhraseTemplates.DEFAULT : PhraseTemplates.parse(phrases);
  }

  QueryDraw draw(DetectionSet set) {
    return new QueryDraw(set.phrases(), queries);
  }

  String description() {
    return images == null ? String.valueOf(location) : location + " images " + images;
  }

  /** What images are asked for. */
  String asked() {
    return "%d queries of %s".formatted(queries, String.join(", ", templates().templates()));
  }

  Augmentation augmentation() {
    return DataOptions.augmentation(augmentation);
  }

  int workers() {
    return Math.max(1, workers);
  }
}
