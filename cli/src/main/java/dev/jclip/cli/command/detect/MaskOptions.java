package dev.jclip.cli.command.detect;

import dev.jclip.ClipLoader;
import dev.jclip.cli.option.OptionSection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which pixels belong to the objects. */
@OptionSection("Masks")
final class MaskOptions {
  private static final String DEFAULT_MODEL = "CIDAS/clipseg-rd64-refined";

  @Option(
      names = "--masks",
      paramLabel = "DIR",
      description =
          "Write a PNG for each detection, NAME.1.png and so on in the answer's order, white where the object is.")
  private @Nullable Path folder;

  @Option(
      names = "--mask-model",
      paramLabel = "MODEL",
      description =
          "The CLIPSeg model that makes masks for --masks, and for --annotate and the COCO files. Default, with --masks: "
              + DEFAULT_MODEL
              + ".")
  private @Nullable String model;

  @Option(
      names = "--mask-threshold",
      paramLabel = "P",
      defaultValue = "0.5",
      description =
          "The minimum probability of a pixel that belongs to an object. Default: ${DEFAULT-VALUE}.")
  private double threshold = 0.5;

  /** Where masks are written as files of their own. */
  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /**
   * Requires that masks go somewhere.
   *
   * @param others whether other files show them
   */
  void require(boolean others) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("--mask-threshold: expected 0..1, found " + threshold);
    }
    if (model != null && folder == null && !others) {
      throw new IllegalArgumentException(
          "--mask-model: expected --masks, --annotate, --coco or --coco-data-set, which its masks are for, found none of them");
    }
  }

  /**
   * What makes the masks; nothing where they were not asked for.
   *
   * @param words the first queries
   * @param examples the others
   */
  ObjectMasks open(Supplier<ClipLoader> loader, List<String> words, List<Example> examples) {
    if (model == null && folder == null) {
      return ObjectMasks.NONE;
    }
    return new SegmentedMasks(
        loader.get().loadSegmenter(model == null ? DEFAULT_MODEL : model),
        words,
        examples,
        threshold);
  }
}
