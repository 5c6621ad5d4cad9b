package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.data.augment.Augmentation;
import dev.jclip.data.augment.ColorJitter;
import dev.jclip.data.augment.Range;
import dev.jclip.data.pair.CaptionSpec;
import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pair.PairSources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is trained on. */
@OptionSection("Data")
final class DataOptions {
  @Option(
      names = "--train-data",
      paramLabel = "DATA",
      description =
          "Shards (a glob, a brace range, a folder), a CSV or TSV table, a folder with metadata.jsonl or .txt files, Parquet; several joined by ::.")
  private @Nullable String location;

  @Option(
      names = "--train-data-upsampling-factors",
      paramLabel = "W[::W]",
      description = "How often each location's pairs come, such as 2::0.5.")
  private @Nullable String weights;

  @Option(
      names = "--train-num-samples",
      paramLabel = "N",
      description = "Pairs of an epoch. Default: counted.")
  private @Nullable Long numSamples;

  @Option(
      names = "--captions",
      paramLabel = "SPEC",
      description =
          "Where captions come from, by probability: txt=0.7,json:caption=0.3, or json:\"a photo of a {colour} {type}\". Default: txt, or the column of captions.")
  private @Nullable String captions;

  @Option(names = "--csv-img-key", paramLabel = "COLUMN", description = "Default: filepath.")
  private @Nullable String imageColumn;

  @Option(names = "--csv-caption-key", paramLabel = "COLUMN", description = "Default: title.")
  private @Nullable String captionColumn;

  @Option(
      names = "--csv-separator",
      paramLabel = "TEXT",
      description = "Default: a tab, comma or semicolon, as the header has it.")
  private @Nullable String separator;

  @Option(
      names = "--aug-cfg",
      paramLabel = "NAME=VALUE",
      arity = "1..*",
      description =
          "scale=0.9,1.0 ratio=0.75,1.33 color_jitter=B,C,S,H color_jitter_prob=P gray_scale_prob=P flip_prob=P, as in open_clip.")
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

  PairSource open() {
    PairOptions options = PairOptions.defaults().withColumns(imageColumn, captionColumn);
    if (captions != null) {
      options = options.withCaptions(CaptionSpec.parse(captions));
    }
    if (separator != null) {
      options = options.withSeparator(separator);
    }
    if (weights != null) {
      options = options.withWeights(numbers("--train-data-upsampling-factors", weights, "::"));
    }
    return PairSources.open(Objects.requireNonNull(location), options);
  }

  /** Where the pairs come from, and in which shares. */
  String description() {
    return weights == null ? String.valueOf(location) : location + " weighted " + weights;
  }

  String captions() {
    return captions == null ? "as the data has them" : captions;
  }

  OptionalLong numSamples() {
    return numSamples == null ? OptionalLong.empty() : OptionalLong.of(numSamples);
  }

  int workers() {
    return workers == 0 ? 1 : workers; // 0 is PyTorch's word for no other processes
  }

  Augmentation augmentation() {
    return augmentation(augmentation);
  }

  /** What the settings of {@code --aug-cfg} say. */
  static Augmentation augmentation(List<String> settings) {
    Augmentation result = Augmentation.DEFAULT;
    ColorJitter jitter = ColorJitter.NONE;
    double jitterProb = 0;
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      if (isOff(parts)) {
        continue;
      }
      List<Double> values =
          numbers("--aug-cfg " + parts[0], parts.length == 2 ? unbracketed(parts[1]) : "", ",");
      switch (parts[0]) {
        case "scale" -> result = result.withScale(range(parts[0], values));
        case "ratio" -> result = result.withRatio(range(parts[0], values));
        case "flip_prob" -> result = result.withFlip(values.getFirst());
        case "gray_scale_prob" -> result = result.withGrayScale(values.getFirst());
        case "color_jitter_prob" -> jitterProb = values.getFirst();
        case "color_jitter" -> jitter = jitter(values);
        default ->
            throw new IllegalArgumentException(
                "--aug-cfg: expected scale, ratio, color_jitter, color_jitter_prob, gray_scale_prob or flip_prob, found "
                    + parts[0]);
      }
    }
    return result.withColorJitter(jitter, jitterProb);
  }

  /** What jclip does not have, and what is switched off: timm's transform, erased rectangles. */
  private static boolean isOff(String[] setting) {
    return List.of("use_timm", "re_prob").contains(setting[0])
        && setting.length == 2
        && List.of("False", "0", "0.0", "None").contains(setting[1]);
  }

  /** Numbers as Python writes them, {@code (0.9, 1.0)} or {@code [0.9, 1.0]}. */
  private static String unbracketed(String numbers) {
    return numbers.strip().replaceFirst("^[(\\[](.*)[)\\]]$", "$1");
  }

  private static Range range(String name, List<Double> values) {
    if (values.size() != 2) {
      throw new IllegalArgumentException(
          "--aug-cfg %s: expected two numbers, found %s".formatted(name, values));
    }
    return new Range(values.get(0), values.get(1));
  }

  private static ColorJitter jitter(List<Double> values) {
    if (values.size() != 4) {
      throw new IllegalArgumentException(
          "--aug-cfg color_jitter: expected brightness, contrast, saturation and hue, found "
              + values);
    }
    return new ColorJitter(values.get(0), values.get(1), values.get(2), values.get(3));
  }

  private static List<Double> numbers(String option, String text, String separator) {
    try {
      return Arrays.stream(text.split(separator)).map(String::strip).map(Double::valueOf).toList();
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "%s: expected numbers separated by %s, found \"%s\"".formatted(option, separator, text));
    }
  }
}
